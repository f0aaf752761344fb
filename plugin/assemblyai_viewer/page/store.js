import { isUnspaced } from "./folding.js";
import { Words, firstAfter } from "./words.js";

export class Store extends EventTarget {
  constructor(shown = null) {
    super();
    Object.assign(this, { time: 0, playing: false, rate: 1, follow: true, query: "", pageNotes: [] });
    this.layers = new Set(["redactions", "sentiment"]);
    this.audioDuration = 0;
    this.load(shown);
  }

  // What is shown; words of turns that have only a text are made of it, so that all else finds words everywhere.
  load(shown) {
    this.shown = shown;
    Object.assign(this, { hits: [], hit: -1, place: -1, quote: null, inserted: [], turns: [] });
    this.names = shown ? shown.speakers.map((one) => one.name) : [];
    const given = shown?.words ?? { total: 0 };
    const turns = shown?.turns ?? [];
    if (given.total && (turns[0]?.first ?? 1) > 0) turns.unshift({ speaker: null, first: 0 });
    let more = 0;
    for (const [number, turn] of turns.entries()) {
      this.turns.push({ ...turn, first: turn.first + more });
      const end = turns[number + 1]?.first ?? given.total;
      if (turn.first < end || !turn.text) continue;
      const texts = splitText(turn.text);
      this.inserted.push({ at: turn.first, texts, turn: this.turns.at(-1) });
      more += texts.length;
    }
    this.words = new Words(given.total + more);
    for (const { texts, turn } of this.inserted) this.fill(turn, texts);
    this.take(given);
    this.lastMarks = null;
  }

  // Only the times of the turn are known: those of its first word's start and its last word's end.
  fill(turn, texts) {
    const last = texts.length - 1;
    for (const [at, text] of texts.entries()) {
      this.words.put(turn.first + at, text, at ? null : turn.start, at === last ? turn.end : null, null);
    }
    this.words.know(turn.first, turn.first + texts.length);
  }

  take({ at = 0, text = [], start = [], end = [], confidence = [] }) {
    let from = this.moved(at);
    for (const [offset, one] of text.entries()) {
      const place = this.moved(at + offset);
      if (place !== this.moved(at + offset - 1) + 1 && offset) {
        this.words.know(from, this.moved(at + offset - 1) + 1);
        from = place;
      }
      this.words.put(place, one, start[offset], end[offset], confidence[offset]);
    }
    if (text.length) this.words.know(from, this.moved(at + text.length - 1) + 1);
  }

  // The number of a word once the words of texts stand before it.
  moved(at) {
    return this.inserted.reduce((sum, one) => (one.at <= at ? sum + one.texts.length : sum), at);
  }

  addWords(piece) {
    const before = this.duration;
    this.take(piece);
    this.emit("words");
    if (this.duration !== before) this.emit("duration");
    this.changeMarks();
  }

  get duration() {
    return Math.max(this.shown?.duration ?? 0, this.audioDuration, this.words.lastEnd);
  }

  setAudioDuration(ms) {
    this.audioDuration = ms;
    this.emit("duration");
  }

  turnOf(at) {
    return firstAfter(this.turns.length, (turn) => this.turns[turn].first > at) - 1;
  }

  wordsOfTurn(turn) {
    return [this.turns[turn].first, this.turns[turn + 1]?.first ?? this.words.total];
  }

  // Where a turn begins, or null.
  turnStart(turn) {
    const [first, end] = this.wordsOfTurn(turn);
    const said = first < end ? this.words.start(first) : -1;
    return this.turns[turn].start ?? (said < 0 ? null : said);
  }

  wordAt(ms) {
    return this.words.at(ms);
  }

  // When a stretch of words was said: [start, end], or of its turn where the words have no times; null if unknown.
  timesOf(first, count) {
    const start = this.words.start(first);
    const end = this.words.end(first + count - 1);
    if (start >= 0) return [start, Math.max(end, start)];
    const turn = this.turnStart(this.turnOf(first));
    return turn === null ? null : [turn, turn];
  }

  nameOf(turn) {
    const speaker = this.turns[turn]?.speaker;
    return (speaker === null || speaker === undefined ? null : this.names[speaker]) ?? null;
  }

  // What a speaker is called now, of whom the data says the label, or the name that it had when the data was made.
  nameFor(said) {
    const { speakers } = this.shown;
    const labelled = speakers.findIndex(({ label }) => label === said);
    const place = labelled < 0 ? speakers.findIndex(({ name }) => name === said) : labelled;
    return this.names[place] ?? said;
  }

  get facts() {
    const facts = this.shown?.facts ?? [];
    return facts.map(([what, says]) => [what, what === "Speakers" && this.names.length ? this.names.join(", ") : says]);
  }

  // The answers, whose quotes say who spoke as the page calls them now.
  get answers() {
    return (this.shown?.answers ?? []).map((answer) => ({
      ...answer, quotes: answer.quotes.map((quote) => ({ ...quote, speaker: this.nameFor(quote.speaker) })),
    }));
  }

  // The class that gives a speaker's colour; there are eight, which more speakers share.
  toneOf(turn) {
    const speaker = this.turns[turn]?.speaker;
    return speaker === null || speaker === undefined ? "" : `speaker-${(speaker % 8) + 1}`;
  }

  // The words of a stretch as they are read: without spaces between them in scripts that have none.
  textOf(first, end) {
    let text = "";
    for (let at = first; at < end; at += 1) text += this.gap(at, first) + this.wordText(at, first);
    return text;
  }

  // A word as it is read; several that are not known yet are one ellipsis.
  wordText(at, first) {
    if (this.words.has(at)) return this.words.text(at);
    return at === first || this.words.has(at - 1) ? "…" : "";
  }

  gap(at, first) {
    if (at === first || !(this.words.has(at - 1) || this.words.has(at))) return "";
    const [before, after] = [this.words.text(at - 1) ?? "", this.words.text(at) ?? ""];
    return isUnspaced(before.slice(-1)) && isUnspaced(after.slice(0, 1)) ? "" : " ";
  }

  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail ?? this[name]));
  }

  emit(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  set(name, value) {
    if (name === "shown") this.load(value);
    else this[name] = value;
    this.emit(name);
    if (name === "shown") for (const also of ["names", "words", "duration", "hits", "notes"]) this.emit(also);
    if (["shown", "hits", "layers"].includes(name)) this.changeMarks();
  }

  seek(ms, { play = false } = {}) {
    this.emit("seek", { time: Math.max(0, ms), play });
  }

  // The next hit, or the one before; from the last one on to the first.
  stepHit(by) {
    const { hits, hit } = this;
    if (hits.length) this.set("hit", hit < 0 && by < 0 ? hits.length - 1 : (hit + by + hits.length) % hits.length);
  }

  note(text) {
    if (this.pageNotes.includes(text)) return;
    this.pageNotes.push(text);
    this.emit("notes");
  }

  get notes() {
    return [...(this.shown?.notes ?? []), ...this.pageNotes];
  }

  changeMarks() {
    this.lastMarks = null;
    this.emit("marks");
  }

  // What the timeline marks: search hits, quotes, and the layers that are on.
  marks() {
    this.lastMarks ??= this.makeMarks().filter((mark) => mark.start !== null && mark.start !== undefined);
    return this.lastMarks;
  }

  makeMarks() {
    const { shown, layers } = this;
    if (!shown) return [];
    const stretch = (kind, title) => ({ first, count }) => {
      const [start, end] = this.timesOf(first, count) ?? [null, null];
      return { kind, start, end, title: title ?? this.textOf(first, first + count) };
    };
    const timed = (kind, { start, end, text }, title = text) => ({ kind, start, end: end ?? start, title });
    const on = (layer, make) => (layers.has(layer) ? make() : []);
    return [
      ...on("redactions", () => this.redactions().map(stretch("redaction", "Redacted"))),
      ...on("entities", () => shown.entities.map((one) => timed("entity", one, `${one.type}: ${one.text}`))),
      ...on("highlights", () => shown.highlights.flatMap(({ text, times }) =>
        times.map(([start, end]) => timed("highlight", { start, end, text })))),
      ...shown.answers.flatMap((answer) => answer.quotes.map((one) => timed(one.verified ? "quote" : "unverified", one))),
      ...this.hits.map(stretch("hit", this.query)),
    ];
  }

  redactions() {
    return (this.shown?.redactions ?? []).map(({ first, count }) => ({ first: this.moved(first), count }));
  }

  paragraphs() {
    return (this.shown?.paragraphs ?? []).map((first) => this.moved(first));
  }
}

// A text as words; a character of a script without spaces stands for one.
function splitText(text) {
  const parts = text.trim().split(/\s+/u).filter(Boolean);
  return parts.flatMap((part) => (isUnspaced(part) ? Array.from(part) : [part]));
}
