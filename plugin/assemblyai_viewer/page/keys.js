import { element } from "./element.js";

/** The keys of the page and what they do, as the help lists them. */
const KEYS = [
  ["Space", "play or pause, also on a hit, a quote, a chapter or a time"],
  ["Enter", "on these: go there; in the search: the next hit"],
  ["← →", "5 seconds back or on; with Shift 30"],
  ["↑ ↓", "previous or next turn"],
  [", .", "previous or next word"],
  ["Home End", "the start or the end"],
  ["< >", "slower or faster"],
  ["/", "search"],
  ["n N", "next or previous hit"],
  ["Escape", "leave the search; once more: empty it"],
  ["+ − 0", "in the timeline: closer, wider, all of it"],
  ["?", "this list"],
];
/** A turn that has gone on for longer is begun again before the one before it is gone to, in milliseconds. */
const INTO_TURN = 1500;
/** What is written into. A search that was sent off with Enter is not, until it is changed. */
const WRITTEN = "input:not([data-sent]), textarea, select, [contenteditable]";
/** What goes to a place: Enter presses it, and the space bar plays what is there. */
const PLACES = ".found button, .row, .time, .segments button, [data-sent]";

export class Keys {
  /** Signs and letters as keys can be turned off, for who dictates or hits them by accident (WCAG 2.1.4). */
  signs = true;

  /** `player` has toggle(), faster(steps) and `play`, a button. */
  constructor(store, player) {
    this.store = store;
    this.player = player;
    this.help = this.makeHelp();
    document.addEventListener("keydown", (event) => this.press(event));
  }

  makeHelp() {
    const rows = KEYS.map(([keys, does]) => element("div", {}, element("dt", {}, element("kbd", { text: keys })), element("dd", { text: does })));
    const signs = element("input", { type: "checkbox", checked: true, on: { change: () => (this.signs = signs.checked) } });
    const close = element("button", { type: "button", text: "×", title: "Close", "aria-label": "Close", popovertarget: "keys", popovertargetaction: "hide" });
    // Tab goes on from where the focus is; when the list closes, it returns.
    const toggle = ({ newState }) => newState === "open" && close.focus();
    return element("div", { class: "keys", id: "keys", popover: "auto", role: "dialog", "aria-labelledby": "keys-title", on: { toggle } },
      element("div", { class: "keys-head" }, element("h2", { id: "keys-title", text: "Keys" }), close),
      element("dl", {}, ...rows), element("label", {}, signs, " letters and signs work as keys"));
  }

  press(event) {
    if (event.defaultPrevented || !this.store.shown || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    const isSpace = event.key === " ";
    const isPlace = isSpace && !this.player.play.disabled && target.closest?.(PLACES);
    if (target.closest?.(WRITTEN) || (!isPlace && target.closest?.("input"))) return;
    // Any other button is pressed with the space bar.
    if (isSpace && !isPlace && target.closest?.("button, a, summary, [role=button]")) return;
    const act = this.acts(event.shiftKey)[event.key] ?? (this.signs ? this.signActs()[event.key] : null);
    if (!act || (event.key === "Escape" && this.help.matches(":popover-open"))) return;
    event.preventDefault();
    act();
  }

  acts(shift) {
    const { store } = this;
    const by = (ms) => () => store.seek(Math.min(store.duration, store.time + ms));
    const step = shift ? 30_000 : 5000;
    return {
      " ": () => this.player.toggle(),
      Escape: () => store.set("query", ""),
      ArrowLeft: by(-step),
      ArrowRight: by(step),
      ArrowUp: () => this.turn(-1),
      ArrowDown: () => this.turn(1),
      Home: () => store.seek(0),
      End: () => store.seek(store.duration),
    };
  }

  signActs() {
    return {
      "<": () => this.player.faster(-1),
      ">": () => this.player.faster(1),
      ",": () => this.store.emit("step", -1),
      ".": () => this.store.emit("step", 1),
      "/": () => document.querySelector("input[type=search]")?.focus(),
      n: () => this.store.stepHit(1),
      N: () => this.store.stepHit(-1),
      "?": () => this.help.togglePopover(),
    };
  }

  turn(by) {
    const { store } = this;
    const starts = store.turns.map((_, turn) => store.turnStart(turn)).filter((start) => start !== null);
    const before = starts.filter((start) => start <= store.time).at(-1) ?? 0;
    const goal = by > 0 ? starts.find((start) => start > store.time) : starts.filter((start) => start <= Math.max(0, store.time - INTO_TURN)).at(-1);
    if (goal !== undefined) store.seek(goal);
    else if (by < 0) store.seek(before);
  }
}
