import { element, counted } from "./element.js";
import { clock, spoken } from "./clock.js";
import { termsOf } from "./terms.js";

// Hits in the list at a time, and words before and after a hit that it shows.
const LISTED = 50;
const AROUND = 6;

export function mountSearch(store) {
  const terms = termsOf(store);
  const input = element("input", {
    type: "search", id: "query", autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: "A word or a phrase",
    "aria-describedby": "found", on: { input: () => store.set("query", input.value), keydown: (event) => onKey(event) },
  });
  const status = element("p", { class: "found-count", id: "found", role: "status" });
  const previous = stepButton("Previous hit", "↑", () => stepHit(store, -1));
  const next = stepButton("Next hit", "↓", () => stepHit(store, 1));
  const list = element("ol", { class: "found", "aria-label": "Hits" });
  let begun = false;
  let listedFrom = -1;

  function onKey(event) {
    if (event.key === "Enter") stepHit(store, event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") store.set("query", "");
    else return;
    event.preventDefault();
  }

  function find() {
    const found = terms.find(store.query);
    begun = found.begun;
    listedFrom = -1;
    store.set("hits", found.hits);
    store.set("hit", -1);
  }

  function draw() {
    const { hits, hit } = store;
    if (input.value !== store.query) input.value = store.query;
    status.textContent = saidOf(store, begun);
    for (const button of [previous, next]) button.disabled = !hits.length;
    const from = Math.floor(Math.max(0, hit) / LISTED) * LISTED;
    if (from !== listedFrom) {
      listedFrom = from;
      const shown = hits.slice(from, from + LISTED);
      list.replaceChildren(...shown.map((one, at) => hitButton(store, one, from + at)));
      list.start = from + 1;
    }
    for (const [at, row] of [...list.children].entries()) {
      const isHere = from + at === hit;
      row.firstChild.setAttribute("aria-current", isHere);
      if (isHere) list.scrollTop = row.offsetTop - list.clientHeight / 3;
    }
  }

  store.on("query", find);
  store.on("words", () => store.query && find());
  store.on("hit", () => {
    draw();
    const hit = store.hits[store.hit];
    const times = hit && store.timesOf(hit.first, hit.count);
    if (times) store.seek(times[0]);
  });
  store.on("names", () => { listedFrom = -1; draw(); });
  draw();
  // Folding ten hours takes a moment, which nobody who types should wait for.
  (globalThis.requestIdleCallback ?? setTimeout)(() => terms.rows ?? terms.build());
  return element("search", { class: "search" },
    element("label", { for: "query", text: "Search what was said" }),
    element("div", { class: "search-row" }, input, previous, next), status, list);
}

function stepButton(label, sign, click) {
  return element("button", { type: "button", class: "step", "aria-label": label, title: label, text: sign, on: { click } });
}

function stepHit(store, by) {
  const { hits, hit } = store;
  if (!hits.length) return;
  store.set("hit", hit < 0 && by < 0 ? hits.length - 1 : (hit + by + hits.length) % hits.length);
}

function saidOf(store, begun) {
  const { hits, hit, query, words } = store;
  if (!query.trim()) return "";
  const partly = words.complete ? "" : " so far; the text is still coming";
  if (!hits.length) return `Nobody says this${partly}.`;
  if (hit >= 0) return `${(hit + 1).toLocaleString("en")} of ${hits.length.toLocaleString("en")}`;
  return `${counted(hits.length, begun ? "word" : "hit")}${begun ? ` that ${hits.length === 1 ? "begins" : "begin"} like this` : ""}${partly}`;
}

function hitButton(store, { first, count }, at) {
  const turn = store.turnOf(first);
  const [turnFirst, turnEnd] = store.wordsOfTurn(turn);
  const before = Math.max(turnFirst, first - AROUND);
  const after = Math.min(turnEnd, first + count + AROUND);
  const times = store.timesOf(first, count);
  return element("li", {},
    element("button", { type: "button", on: { click: () => store.set("hit", at) } },
      element("span", { class: "found-head" },
        element("b", { class: `name ${store.toneOf(turn)}`, text: store.nameOf(turn) ?? "", dir: "auto" }), " ",
        times ? element("time", { text: clock(times[0]), "aria-label": spoken(times[0]) }) : null),
      element("span", { class: "found-text", dir: "auto" },
        before > turnFirst ? "… " : "", store.textOf(before, first), store.gap(first, before),
        element("mark", { text: store.textOf(first, first + count) }),
        first + count < after ? store.gap(first + count, first) : "", store.textOf(first + count, after),
        after < turnEnd ? " …" : "")));
}
