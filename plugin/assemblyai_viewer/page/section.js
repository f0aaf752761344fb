import { element } from "./element.js";
import { clock, spoken } from "./clock.js";
import { FLAGS } from "./flags.js";

// The height of a line and of a block's head in pixels, the width of a character, and the characters of a word. They are
// good for an estimate.
const LINE = 28;
const CHARACTER = 8;
const WORD = 5;
const HEAD = 52;

// A stretch of the text. While it is far from what can be seen, it is its plain text: enough for the browser's own
// search, for print and for screen readers. Near, each word has an element of its own, and each turn its buttons. The
// plain text of ten hours takes a few megabytes, as content-visibility lays out only what is near; an element for each of
// its words would take 70 more, and several times as long to load.
export class Section {
  constructor(text, group) {
    Object.assign(this, group, { text, spans: null });
    this.box = element("div", { class: "stretch" });
    this.flatten();
  }

  flatten() {
    const { store } = this.text;
    this.spans = null;
    this.known = this.countKnown();
    let height = 0;
    const parts = this.blocks.map((block) => {
      const said = store.textOf(block.first, block.end);
      const length = Math.max(said.length, (block.end - block.first) * WORD);
      height += Math.ceil((length * CHARACTER) / this.text.width) * LINE + HEAD;
      return this.block(block, [this.headText(block)], [said]);
    });
    this.box.style.containIntrinsicBlockSize = `auto ${height}px`;
    this.box.replaceChildren(...parts);
  }

  countKnown() {
    let known = 0;
    for (let at = this.first; at < this.end; at += 1) if (this.text.store.words.has(at)) known += 1;
    return known;
  }

  // Gives each word its element.
  build() {
    if (this.spans) return;
    this.spans = [];
    const parts = this.blocks.map((block) => {
      const said = [];
      for (let at = block.first; at < block.end; at += 1) {
        const span = this.word(at, block.first);
        this.spans.push(span);
        said.push(this.text.store.gap(at, block.first), span);
      }
      return this.block(block, this.headParts(block), said);
    });
    this.box.replaceChildren(...parts);
    this.paint();
  }

  // Shows it anew: words have come, or a speaker has another name.
  renew() {
    const wasBuilt = this.spans !== null;
    this.flatten();
    if (wasBuilt) this.build();
  }

  block({ turn, heads }, head, said) {
    return element("div", { class: `turn ${this.text.store.toneOf(turn)}${heads ? "" : " more"}` },
      head.length ? element("p", { class: "who" }, ...head) : null,
      element("p", { class: "said", dir: "auto" }, ...said));
  }

  startOf({ turn, first, heads }) {
    const start = this.text.store.words.start(first);
    return heads ? this.text.store.turnStart(turn) : start < 0 ? null : start;
  }

  headText(block) {
    const start = this.startOf(block);
    return [block.heads ? this.text.store.nameOf(block.turn) : null, start === null ? null : clock(start)]
      .filter((part) => part !== null).join(" ");
  }

  headParts(block) {
    const { store } = this.text;
    const { turn, first, end, heads } = block;
    const name = heads ? store.nameOf(turn) : null;
    const start = this.startOf(block);
    const where = `${name ?? ""} ${start === null ? "" : spoken(start)}`.trim();
    const button = (text, label, act) => element("button", { type: "button", class: "quiet", text,
      "aria-label": `${label}: ${where || `word ${first + 1}`}`, "data-act": act, "data-first": first, "data-end": end });
    return [
      name === null ? null : element("b", { class: "name", text: name, dir: "auto" }),
      start === null ? null : element("button", { type: "button", class: "time", text: clock(start),
        "aria-label": `Play from ${where}`, "data-act": "play", "data-start": start, "data-first": first }),
      button("Copy", "Copy", "copy"),
      this.text.host?.can.message ? button("Send to the chat", "Send to the chat", "say") : null,
    ].filter((part) => part !== null);
  }

  word(at, first) {
    const { kind, feeling } = this.text.flags.beginAt(at);
    return element("span", { "data-at": at, "data-kind": kind, "data-feeling": feeling, text: this.text.store.wordText(at, first) });
  }

  // Gives each word the classes of what is known of it now.
  paint() {
    for (const [offset, span] of (this.spans ?? []).entries()) {
      const made = this.text.classOf(this.first + offset);
      if (span.className !== made) span.className = made;
    }
  }
}

export function classOfFlags(bits) {
  return Object.entries(FLAGS).reduce((names, [name, bit]) => (bits & bit ? `${names} ${name}` : names), "");
}
