import { searchTerms, isUnspaced } from "./folding.js";

const UNKNOWN = -1;

// The words of a transcript as terms, each a number, and where each is. Made again when words have come.
class Terms {
  constructor(store) {
    this.store = store;
    this.numbers = new Map();
    this.names = [];
    this.folded = new Map();
    store.on("words", () => { this.rows = null; });
  }

  build() {
    const { words } = this.store;
    const terms = [];
    const places = [];
    for (let at = 0; at < words.total; at += 1) {
      for (const number of words.has(at) ? this.termsOf(words.text(at)) : [UNKNOWN]) {
        terms.push(number);
        places.push(at);
      }
    }
    this.rows = { terms: Int32Array.from(terms), places: Int32Array.from(places) };
  }

  // Most words of a long recording were said before.
  termsOf(text) {
    let known = this.folded.get(text);
    if (known === undefined) {
      known = searchTerms(text).map((term) => this.numberOf(term));
      this.folded.set(text, known);
    }
    return known;
  }

  numberOf(term) {
    if (!this.numbers.has(term)) {
      this.numbers.set(term, this.names.length);
      this.names.push(term);
    }
    return this.numbers.get(term);
  }

  // Where a text was said: { hits: [{first, count}], begun } as search_words finds it. While a word is being typed
  // there may be none; then `begun` is true, and the hits are the words that begin like its last one.
  find(text) {
    const sought = searchTerms(text);
    if (!sought.length) return { hits: [], begun: false };
    if (!this.rows) this.build();
    const wanted = sought.map((term) => new Set([this.numbers.get(term)]));
    const hits = this.hitsOf(wanted);
    const last = sought.at(-1);
    if (hits.length || last.length < 2) return { hits, begun: false };
    const begun = this.names.flatMap((name, number) => (name.startsWith(last) ? [number] : []));
    return { hits: this.hitsOf([...wanted.slice(0, -1), new Set(begun)]), begun: true };
  }

  hitsOf(wanted) {
    const { terms, places } = this.rows;
    const [first, ...rest] = wanted;
    const hits = [];
    for (let at = 0; at + rest.length < terms.length; at += 1) {
      if (!first.has(terms[at]) || !rest.every((one, after) => one.has(terms[at + after + 1]))) continue;
      const end = at + wanted.length;
      if (!this.isBetweenWords(at) || !this.isBetweenWords(end) || !this.isInOrder(places[at], places[end - 1])) continue;
      hits.push({ first: places[at], count: places[end - 1] - places[at] + 1 });
    }
    return hits;
  }

  isBetweenWords(at) {
    const { terms, places } = this.rows;
    if (at === 0 || at === terms.length || places[at - 1] !== places[at]) return true;
    return isUnspaced(this.names[terms[at - 1]] + this.names[terms[at]]);
  }

  // Words of two turns follow each other only if their times say so.
  isInOrder(first, last) {
    const { store } = this;
    if (first === last || store.turnOf(first) === store.turnOf(last)) return true;
    for (let at = first; at <= last; at += 1) {
      if (store.words.start(at) < (at > first ? store.words.start(at - 1) : 0)) return false;
    }
    return true;
  }
}

const made = new WeakMap();

// The terms of a store's words, which search and quotes share.
export function termsOf(store) {
  if (!made.has(store)) made.set(store, new Terms(store));
  return made.get(store);
}
