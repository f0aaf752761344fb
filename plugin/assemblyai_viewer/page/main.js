import { element } from "./element.js";
import { Store } from "./store.js";
import { mountPlayer } from "./player.js";
import { mountTimeline } from "./timeline.js";
import { mountSearch } from "./search.js";
import { mountText } from "./text.js";
import { mountChapters, mountSummary } from "./chapters.js";
import { mountLayers } from "./layers.js";
import { mountSpeakers, restoreNames } from "./speakers.js";
import { mountAnswers } from "./answers.js";
import { mountDownloads } from "./downloads.js";
import { connectHost } from "./host.js";

const STATES = {
  queued: "The transcript is not ready: it waits to be made.",
  processing: "The transcript is not ready: it is being made.",
  deleted: "The transcript was deleted; its text and audio are gone.",
};

function mountHeader(store) {
  const title = element("h1", { dir: "auto" });
  const facts = element("dl", { class: "facts" });
  const notes = element("ul", { class: "notes", "aria-label": "Notes" });
  const draw = () => {
    title.textContent = store.shown?.title ?? "Transcript";
    facts.replaceChildren(...store.facts.map(([what, says]) =>
      element("div", {}, element("dt", { text: what }), element("dd", { text: says, dir: "auto" }))));
  };
  const drawNotes = () => {
    const { status, error } = store.shown ?? {};
    const failed = status === "error" ? [`The transcription failed: ${error ?? "the service did not say why"}`] : [];
    const state = store.shown ? (STATES[status] ?? []) : "Waiting for the transcript …";
    const texts = [...failed, ...[state].flat(), ...store.notes];
    notes.replaceChildren(...texts.map((text) => element("li", { text, dir: "auto" })));
    notes.hidden = !texts.length;
  };
  for (const [name, listener] of [["shown", draw], ["names", draw], ["shown", drawNotes], ["notes", drawNotes]]) store.on(name, listener);
  draw();
  drawNotes();
  return element("header", { class: "head" }, title, facts, element("div", { role: "status" }, notes));
}

function layOut(store, host) {
  const player = mountPlayer(store, host);
  const deck = element("section", { class: "deck", "aria-label": "Player and timeline" }, player, mountTimeline(store, host));
  const side = element("aside", { class: "side", "aria-label": "Search and details" },
    mountSearch(store, host), mountAnswers(store, host), mountChapters(store, host), mountLayers(store, host),
    mountSpeakers(store, host), mountDownloads(store, host));
  const main = element("main", { class: "main", id: "text", tabIndex: -1 }, mountSummary(store, host), mountText(store, host));
  document.body.append(
    element("a", { class: "skip", href: "#text", text: "Skip to the text" }),
    mountHeader(store), deck, element("div", { class: "columns" }, side, main));
  // What is scrolled to, or has the focus, is not to lie under what stays in sight: the deck or, where there is little
  // room, the player alone.
  const sized = new ResizeObserver(() => {
    const height = (getComputedStyle(deck).display === "contents" ? player : deck).offsetHeight;
    document.documentElement.style.setProperty("--deck", `${height}px`);
  });
  sized.observe(deck);
  sized.observe(player);
}

function start() {
  const shown = JSON.parse(document.getElementById("shown").textContent);
  const store = new Store(shown);
  if (shown && shown.format !== 1) store.note("This page is older than what it shows; some of it may be missing.");
  restoreNames(store);
  layOut(store, connectHost(store));
  document.documentElement.dataset.ready = "";
}

start();
