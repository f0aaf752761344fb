import { isUnspaced } from "./folding.js";

// Captions made of words: lines of at most so many characters, so many lines, and so many milliseconds. A pause of so
// many milliseconds begins a new one.
const LINE_LENGTH = 42;
const LINES = 2;
const LONGEST = 6000;
const PAUSE = 1000;

// Captions as { start, end, name, lines }, in order; `name` only where another speaker begins. A caption begins only
// where the time of a word is known.
export function captionsOf(store) {
  const captions = [];
  for (const turn of store.turns.keys()) {
    const [first, end] = store.wordsOfTurn(turn);
    for (let from = first; from < end; ) {
      const to = captionEnd(store, from, end);
      const stretch = { start: store.words.start(from), end: lastEnd(store, from, to), name: from === first ? store.nameOf(turn) : null };
      if (stretch.start >= 0) captions.push({ ...stretch, lines: linesOf(store, from, to) });
      from = to;
    }
  }
  return captions.sort((one, other) => one.start - other.start);
}

function captionEnd(store, from, end) {
  const { words } = store;
  for (let at = from + 1; at < end; at += 1) {
    if (words.start(at) < 0) continue;
    const isLong = words.end(at) - words.start(from) > LONGEST || linesOf(store, from, at + 1).length > LINES;
    const isApart = words.start(at) - words.end(at - 1) > PAUSE;
    const ends = /[.?!…。？！]$/u.test(words.text(at - 1)) && store.textOf(from, at).length > LINE_LENGTH;
    if (isLong || isApart || ends) return at;
  }
  return end;
}

function lastEnd(store, from, to) {
  for (let at = to - 1; at >= from; at -= 1) {
    if (store.words.end(at) >= 0) return store.words.end(at);
    if (store.words.start(at) >= 0) return store.words.start(at) + 1;
  }
  return store.words.start(from);
}

function linesOf(store, from, to) {
  const lines = [];
  for (let at = from; at < to; at += 1) {
    const text = store.words.text(at);
    const last = lines.at(-1);
    const gap = isUnspaced((last ?? "").slice(-1)) && isUnspaced(text.slice(0, 1)) ? "" : " ";
    if (last !== undefined && last.length + gap.length + text.length <= LINE_LENGTH) lines.push(lines.pop() + gap + text);
    else lines.push(text);
  }
  return lines;
}
