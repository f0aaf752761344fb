import { textOfResult } from "./results.js";

// Milliseconds before the page asks again whether a transcript is ready; each wait is half as long again as the last.
const FIRST_LOOK = 5_000;
const LONGEST_LOOK = 60_000;
// Words that come before the one that is looked at.
const BEFORE = 200;

// Fills the store through the host, piece by piece: first what is about the words, then these, from where one looks on.
export class Filling {
  constructor(bridge, store, say) {
    Object.assign(this, { bridge, store, say, gaps: [], wanted: 0, round: 0, look: FIRST_LOOK });
    store.on("seek", ({ time }) => this.want((time / (store.duration || 1)) * store.words.total));
    store.on("place", (place) => this.want(place));
  }

  tell(...said) {
    this.spoke = true;
    this.say(...said);
  }

  // Takes back its own sentence, and nobody else's.
  hush() {
    if (this.spoke) this.say("");
    this.spoke = false;
  }

  want(word) {
    this.wanted = Math.max(0, Math.min(Math.floor(word), this.store.words.total - 1));
  }

  // Shows this transcript with `added`: answers about it, and words that were searched in it.
  show(id, added) {
    this.added = added;
    if (id !== this.id || this.state === "failed" || this.state === "made") {
      this.id = id;
      this.look = FIRST_LOOK;
      return this.begin();
    }
    if (this.state === "shown") this.add();
    return null;
  }

  // What a tool has found meanwhile, in the transcript that is shown already.
  add() {
    this.store.shown.answers = this.added.answers;
    this.store.emit("answers");
    this.store.changeMarks();
    this.search();
  }

  search() {
    if (this.added.terms.length) this.store.set("query", this.added.terms[0].text);
  }

  stop() {
    clearTimeout(this.timer);
    this.state = "failed";
    this.round += 1;
    return this.round;
  }

  async begin() {
    const round = this.stop();
    this.state = "coming";
    try {
      const shown = await this.parts(round);
      if (round !== this.round) return;
      this.store.set("shown", { ...shown, answers: this.added.answers });
      this.search();
      const isBeingMade = shown.status === "queued" || shown.status === "processing";
      this.state = isBeingMade ? "made" : "shown";
      if (isBeingMade) this.lookLater();
      else await this.words(round);
    } catch (error) {
      if (round !== this.round) return;
      this.state = "failed";
      this.tell(error.message, "Try again", () => this.begin());
    }
  }

  // Asks again in a while, unless nobody is looking.
  lookLater() {
    this.tell("The transcript appears here when it is ready.", "Look now", () => this.begin());
    this.timer = setTimeout(() => (document.hidden ? this.lookLater() : this.begin()), this.look);
    this.look = Math.min(LONGEST_LOOK, this.look * 1.5);
  }

  // All but the words, and the first of these.
  async parts(round) {
    let shown = null;
    let piece = { next_item: 0 };
    while (piece.next_item !== undefined && round === this.round) {
      if (shown) this.tell("The transcript is coming …");
      piece = await this.ask({ first_item: piece.next_item });
      shown = shown ? joined(shown, piece.shown) : piece.shown;
    }
    if (round !== this.round) return null;
    this.gaps = [[0, piece.words.total]];
    this.close(piece.words);
    this.hush();
    return { ...shown, words: piece.words };
  }

  async words(round) {
    try {
      while (this.gaps.length) {
        const { words } = await this.ask({ first_word: this.nextWord() });
        if (round !== this.round) return;
        if (!words.text.length) throw new Error("The chat sent no words.");
        this.close(words);
        this.store.addWords(words);
      }
    } catch (error) {
      if (round !== this.round) return;
      this.tell(`A part of the text did not come. ${error.message}`, "Try again", () => {
        this.hush();
        this.words(round);
      });
    }
  }

  // The words around the one that is looked at, then those after it, and at last those before it.
  nextWord() {
    const gap = this.gaps.find(([, to]) => to > this.wanted);
    return gap ? Math.max(gap[0], this.wanted - BEFORE) : this.gaps[0][0];
  }

  close({ at, text }) {
    const end = at + text.length;
    const left = this.gaps.flatMap(([from, to]) => [[from, Math.min(to, at)], [Math.max(from, end), to]]);
    this.gaps = left.filter(([from, to]) => from < to);
  }

  async ask(given) {
    const sent = { name: "transcript_view", arguments: { transcript_id: this.id, ...given } };
    const result = await this.bridge.request("tools/call", sent);
    if (!result.isError && result.structuredContent) return result.structuredContent;
    throw new Error(textOfResult(result.content) || "The chat did not get the transcript.");
  }
}

function joined(shown, more) {
  const lists = Object.entries(more).filter(([, value]) => Array.isArray(value));
  return { ...shown, ...Object.fromEntries(lists.map(([name, value]) => [name, [...shown[name], ...value]])) };
}
