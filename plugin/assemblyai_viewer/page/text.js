import { element } from "./element.js";
import { clock } from "./clock.js";
import { isRightToLeft } from "./folding.js";
import { firstAfter } from "./words.js";
import { copyText, passage } from "./passages.js";
import { Flags } from "./flags.js";
import { groupsOf } from "./blocks.js";
import { Section, classOfFlags } from "./section.js";
import { selectedWords } from "./selection.js";

// Percent below which a word is unsure, and very unsure.
const UNSURE = 80;
const VERY_UNSURE = 50;

// Milliseconds that a selection rests before it is offered to a chat.
const RESTS = 400;

class Text {
  constructor(store, host) {
    Object.assign(this, { store, host, flags: new Flags(store), sections: [], now: -1, width: 640 });
    this.box = element("div", { class: "text", on: { click: (event) => this.click(event), copy: (event) => this.copy(event),
      mouseover: (event) => this.tell(event) } });
    this.said = element("p", { class: "visually-hidden", role: "status" });
    // Only what is near the window has elements for its words: ten hours would be 90,000 of them.
    this.watch = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: "100% 0px" });
    this.listen();
    this.draw();
  }

  listen() {
    const { store } = this;
    store.on("shown", () => this.draw());
    store.on("words", () => this.sections.filter((one) => one.known !== one.countKnown()).forEach((one) => one.renew()));
    store.on("names", () => this.sections.forEach((one) => one.renew()));
    for (const name of ["hits", "hit", "place", "quote"]) store.on(name, () => this.paint());
    store.on("hit", () => store.hit >= 0 && this.reveal(store.hits[store.hit].first));
    store.on("place", (at) => at >= 0 && this.reveal(at));
    store.on("quote", (quote) => quote && this.reveal(quote.first));
    store.on("layers", () => this.drawLayers());
    store.on("time", () => this.follow());
    store.on("follow", (follow) => follow && this.now >= 0 && this.reveal(this.now));
    // Whoever scrolls while it plays wants to read elsewhere.
    for (const name of ["wheel", "touchmove"]) {
      this.box.addEventListener(name, () => store.playing && store.follow && store.set("follow", false), { passive: true });
    }
    store.on("step", (by) => this.step(by));
    document.addEventListener("selectionchange", () => this.select());
  }

  draw() {
    const { store } = this;
    this.watch.disconnect();
    this.now = -1;
    const language = store.shown?.language;
    this.box.lang = language ?? "";
    this.box.dir = isRightToLeft(language) ? "rtl" : "ltr";
    this.width = Math.min(640, document.documentElement.clientWidth - 32);
    this.sections = groupsOf(store).map((group) => new Section(this, group));
    this.box.replaceChildren(...this.sections.map((one) => one.box));
    this.byBox = new Map(this.sections.map((one) => [one.box, one]));
    if (store.shown && !this.sections.length) this.box.append(element("p", { class: "empty", text: "There is no text." }));
    for (const { box } of this.sections) this.watch.observe(box);
    this.drawLayers();
    this.paint();
  }

  drawLayers() {
    for (const layer of ["entities", "highlights", "redactions", "sentiment", "confidence"]) {
      this.box.classList.toggle(`with-${layer}`, this.store.layers.has(layer));
    }
  }

  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const section = this.byBox.get(target);
      if (isIntersecting) section?.build();
      else if (section?.spans && !this.isInUse(target)) section.flatten();
    }
  }

  // What is selected or has the focus stays as it is.
  isInUse(box) {
    const selection = document.getSelection();
    return box.contains(document.activeElement) || (!selection.isCollapsed && selection.containsNode(box, true));
  }

  paint() {
    const { hits, hit, place, quote } = this.store;
    this.marked = new Map();
    const put = (stretch, name) => {
      for (let at = stretch.first; at < stretch.first + stretch.count; at += 1) {
        this.marked.set(at, `${this.marked.get(at) ?? ""} ${name}`);
      }
    };
    hits.forEach((one) => put(one, "hit"));
    if (hits[hit]) put(hits[hit], "here");
    if (quote) put(quote, "quoted");
    if (place >= 0) put({ first: place, count: 1 }, "place");
    this.sections.forEach((one) => one.paint());
  }

  classOf(at) {
    const sure = this.store.words.confidence(at);
    const unsure = sure < 0 || sure >= UNSURE ? "" : sure < VERY_UNSURE ? " very-unsure" : " unsure";
    return `w${classOfFlags(this.flags.of(at))}${unsure}${this.marked.get(at) ?? ""}${at === this.now ? " now" : ""}`;
  }

  sectionOf(at) {
    return this.sections[firstAfter(this.sections.length, (one) => this.sections[one].first > at) - 1];
  }

  // The spoken word is marked where it is known when it ends: the first word of a turn without words is not.
  follow() {
    const { store } = this;
    const at = store.wordAt(store.time);
    if (at === this.now) return;
    const before = this.now;
    this.now = at >= 0 && store.words.end(at) >= 0 ? at : -1;
    for (const one of [before, this.now]) if (one >= 0) this.sectionOf(one)?.paint();
    if (at >= 0 && store.follow) this.reveal(at, { gently: store.playing });
  }

  // Scrolls to a word, unless it can be seen well. Where heights were estimated, they are known only once it is there.
  reveal(at, { gently = false, tries = 3 } = {}) {
    const section = this.sectionOf(at);
    if (!section) return;
    section.build();
    const box = (section.spans[at - section.first] ?? section.box).getBoundingClientRect();
    const top = parseFloat(document.documentElement.style.getPropertyValue("--deck")) || 0;
    const room = innerHeight - top;
    if (box.top >= top + 24 && box.bottom <= top + room * 0.8) return;
    const by = box.top - top - room * 0.25;
    const still = !gently || Math.abs(by) > innerHeight || matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: by, behavior: still ? "instant" : "smooth" });
    if (still && tries) requestAnimationFrame(() => this.reveal(at, { tries: tries - 1 }));
  }

  click(event) {
    const { act, first, end, start } = event.target.closest("[data-act]")?.dataset ?? {};
    const at = event.target.closest("[data-at]")?.dataset.at;
    if (act === "play") this.playFrom(Number(start), Number(first));
    else if (act === "copy") this.copyPassage(Number(first), Number(end));
    else if (act === "say") this.host.say(Number(first), Number(end));
    else if (at !== undefined && document.getSelection().isCollapsed) this.playFrom(this.store.words.start(Number(at)), Number(at));
  }

  playFrom(start, at) {
    if (start < 0) return;
    this.store.set("place", at);
    if (!this.store.follow) this.store.set("follow", true);
    this.store.seek(start, { play: true });
  }

  async copyPassage(first, end) {
    const done = await copyText(passage(this.store, first, end));
    this.said.textContent = done ? "Copied, with its time." : "This browser does not let the page copy.";
  }

  copy(event) {
    const words = selectedWords(this.store, this.box);
    if (!words) return;
    event.clipboardData.setData("text/plain", passage(this.store, ...words));
    event.preventDefault();
  }

  // In a chat what is selected can be given to the model; nothing goes to it before the person says so.
  select() {
    if (!this.host) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.host.offer.choose(selectedWords(this.store, this.box)), RESTS);
  }

  // Goes to the next word or the one before, as one steps through the frames of a film.
  step(by) {
    const { store } = this;
    const from = store.place >= 0 && store.words.start(store.place) === store.time ? store.place : store.wordAt(store.time);
    const at = from + by;
    if (at < 0 || at >= store.words.total || store.words.start(at) < 0) return;
    store.set("place", at);
    store.seek(store.words.start(at));
    this.said.textContent = store.words.text(at);
  }

  // What is known of a word, when the mouse rests on it.
  tell(event) {
    const word = event.target.closest("[data-at]");
    if (!word || word.title) return;
    const at = Number(word.dataset.at);
    const start = this.store.words.start(at);
    const sure = this.store.words.confidence(at);
    word.title = [word.dataset.kind, start < 0 ? "No time is known" : clock(start), sure < 0 ? null : `${sure} % sure`]
      .filter(Boolean).join(", ");
  }
}

export function mountText(store, host) {
  const text = new Text(store, host);
  return element("section", { class: "transcript", "aria-label": "Transcript" }, text.box, text.said);
}
