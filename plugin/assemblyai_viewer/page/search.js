import { element, counted } from "./element.js";
import { clock, spoken } from "./clock.js";
import { termsOf } from "./terms.js";

// Hits in the list at a time, and words before and after a hit that it shows.
const LISTED = 50;
const AROUND = 6;

class SearchBox {
  constructor(store) {
    Object.assign(this, { store, terms: termsOf(store), begun: false, listedFrom: -1 });
    this.input = element("input", {
      type: "search", id: "query", autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: "A word or a phrase",
      "aria-describedby": "found",
      on: { input: () => store.set("query", this.input.value), keydown: (event) => this.press(event),
        blur: () => this.send(false), pointerdown: () => this.send(false) },
    });
    this.status = element("p", { class: "found-count", id: "found", role: "status" });
    this.steps = [
      stepButton("Previous hit", "↑", () => store.stepHit(-1)),
      stepButton("Next hit", "↓", () => store.stepHit(1)),
    ];
    this.list = element("ol", { class: "found", "aria-label": "Hits" });
    store.on("query", () => this.find());
    store.on("words", () => store.query && this.find());
    store.on("hit", () => this.go());
    for (const name of ["shown", "names"]) store.on(name, () => this.draw({ anew: true }));
    this.draw();
  }

  press(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") this.store.stepHit(event.shiftKey ? -1 : 1);
    // The hits stay, for n and N; once more takes them away.
    else if (event.key === "Escape") this.input.blur();
    else {
      if (![" ", "Shift"].includes(event.key)) this.send(false);
      return;
    }
    if (event.key === "Enter") this.send(this.store.hits.length > 0);
    event.preventDefault();
  }

  // Once it was sent off, the space bar plays what was found; any other key or a click writes on.
  send(isSent) {
    this.input.toggleAttribute("data-sent", isSent);
  }

  find() {
    const { hits, begun } = this.terms.find(this.store.query);
    Object.assign(this, { begun, listedFrom: -1 });
    this.store.set("hits", hits);
    this.store.set("hit", -1);
  }

  go() {
    const { store } = this;
    this.draw();
    const hit = store.hits[store.hit];
    const times = hit && store.timesOf(hit.first, hit.count);
    if (times) store.seek(times[0]);
  }

  draw({ anew = false } = {}) {
    const { store, input, list } = this;
    const { hits, hit, query } = store;
    if (input.value !== query) input.value = query;
    this.status.textContent = saidOf(store, this.begun);
    for (const button of this.steps) button.disabled = !hits.length;
    const from = Math.floor(Math.max(0, hit) / LISTED) * LISTED;
    if (anew || from !== this.listedFrom) {
      this.listedFrom = from;
      const listed = hits.slice(from, from + LISTED);
      list.replaceChildren(...listed.map((one, at) => hitButton(store, one, from + at)));
      list.start = from + 1;
    }
    for (const [at, row] of [...list.children].entries()) {
      const isHere = from + at === hit;
      row.firstChild.setAttribute("aria-current", isHere);
      if (isHere) list.scrollTop = row.offsetTop - list.clientHeight / 3;
    }
  }
}

export function mountSearch(store) {
  const { terms, input, steps, status, list } = new SearchBox(store);
  // Folding ten hours takes a moment, which nobody who types should wait for.
  (globalThis.requestIdleCallback ?? setTimeout)(() => terms.rows ?? terms.build());
  return element("search", { class: "search" },
    element("label", { for: "query", text: "Search what was said" }),
    element("div", { class: "search-row" }, input, ...steps), status, list);
}

function stepButton(label, sign, click) {
  return element("button", { type: "button", class: "step", "aria-label": label, title: label, text: sign, on: { click } });
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
