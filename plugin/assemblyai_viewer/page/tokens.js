import { isUnspaced } from "./folding.js";
import { filledTimes } from "./times.js";

// Characters that a reader counts: accents and vowel signs that stand on others are not counted.
export const widthOf = (text) => Array.from(text.replace(/\p{M}/gu, "")).length;

// A text on one line, without what nobody sees: a line break in the speech could look like another caption.
export const flat = (text) => text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/\p{Cs}/gu, "\ufffd").trim();

// Whether most letters are of scripts without spaces between words.
export function isMostlyUnspaced(store) {
  let [letters, unspaced] = [0, 0];
  for (const text of store.words.texts) {
    for (const char of text?.match(/\p{L}/gu) ?? []) {
      letters += 1;
      unspaced += isUnspaced(char);
    }
  }
  return 2 * unspaced > letters;
}

// The turns in the order in which they begin: { turn, tokens }; a token is { text, length, spaced, start, end }, all
// of whose times are known. A word of a script without spaces that is longer than a line becomes several.
export function timedTurns(store, longest) {
  const turns = [...store.turns.keys()].map((turn) => ({ turn, tokens: tokensOf(store, turn, longest) }))
    .filter(({ tokens }) => tokens.length);
  const begins = turns.map(({ turn, tokens }) => store.turns[turn].start ?? tokens.map(({ start, end }) => start ?? end).find((one) => one !== null) ?? null);
  const next = new Array(turns.length).fill(Math.max(store.duration, 0));
  for (let at = turns.length - 2; at >= 0; at -= 1) next[at] = begins[at + 1] ?? next[at + 1];
  const latest = lastCredible(store);
  let ended = 0;
  for (const [at, { turn, tokens }] of turns.entries()) {
    const { start = null, end = null } = store.turns[turn];
    const times = filledTimes(tokens, [start, end], [ended, next[at]], latest);
    for (const [place, token] of tokens.entries()) [token.start, token.end] = times[place];
    ended = tokens.at(-1).end;
  }
  return turns.sort((one, other) => one.tokens[0].start - other.tokens[0].start);
}

// When the recording ends; never, if that is not known, or if most words are said to come later.
function lastCredible({ shown, words }) {
  const end = (shown.duration || Infinity) + 1000;
  const starts = words.starts.filter((start) => start >= 0);
  return 2 * starts.filter((start) => start <= end).length >= starts.length ? end : Infinity;
}

function tokensOf(store, turn, longest) {
  const tokens = [];
  const [first, end] = store.wordsOfTurn(turn);
  for (let at = first; at < end; at += 1) {
    const parts = flat(store.words.text(at)).split(" ").filter(Boolean);
    const chunks = parts.flatMap((part, place) => chunksOf(part, longest)
      .map((text, chunk) => ({ text, spaced: chunk === 0 && (place > 0 || store.gap(at, first) === " ") })));
    for (const [place, { text, spaced }] of chunks.entries()) {
      const time = (known, isHere) => (isHere && known >= 0 ? known : null);
      tokens.push({ text, spaced, length: widthOf(text),
        start: time(store.words.start(at), place === 0), end: time(store.words.end(at), place === chunks.length - 1) });
    }
  }
  return tokens;
}

// A text of a script without spaces, cut to lines; signs stay with the character before them.
function chunksOf(text, longest) {
  if (text.length <= longest || !isUnspaced(text)) return [text];
  const chunks = [""];
  for (const char of text) {
    const joins = /^[\p{M}\p{Pe}\p{Pf}\p{Po}]/u.test(char) || !isUnspaced(char);
    if (!joins && widthOf(chunks.at(-1)) >= longest) chunks.push("");
    chunks.push(chunks.pop() + char);
  }
  return chunks;
}
