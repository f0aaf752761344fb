import { isAtClause, cutTokens } from "./cutting.js";
import { pacedStarts } from "./pacing.js";
import { flat, isMostlyUnspaced, timedTurns, widthOf } from "./tokens.js";

// Milliseconds that a cue stays, at least, and between two cues; the characters of a speaker's name.
const SHORTEST = 833;
const GAP = 80;
const LONGEST_NAME = 30;
// The gap between two cues is at most one part of so many of the time from one to the next.
const GAP_SHARE = 4;

// How captions look by default, as in the plugin's captions/style.py: for scripts without spaces, lines are shorter.
export function captionStyle(store) {
  const fit = isMostlyUnspaced(store) ? { width: 16, speed: 9 } : { width: 42, speed: 17 };
  return { speakers: false, lines: 2, seconds: 7, ...fit };
}

// Cues as { start, end, speaker, lines }, in order, none of which overlap. Where the speaker changes, the text itself says
// who speaks: what formats have for it otherwise, common players do not show.
export function captionsOf(store, chosen) {
  const longest = Math.round(chosen.seconds * 1000);
  const style = { ...chosen, longest, shortest: Math.min(SHORTEST, longest) };
  const turns = timedTurns(store, style.width);
  const overlapping = overlaps(turns);
  const cues = turns.flatMap(({ turn, tokens }, at) => {
    const speaker = style.speakers ? shortName(store.nameOf(turn)) : null;
    const head = speaker ? widthOf(speaker) + 2 : 0;
    return cutTokens(tokens, style, head, overlapping[at]).map((part) => ({ speaker, tokens: part }));
  }).sort((one, other) => one.tokens[0].start - other.tokens[0].start);
  addHeads(cues);
  return laidOut(cues, style);
}

function shortName(name) {
  const chars = Array.from(flat(name ?? ""));
  return chars.length > LONGEST_NAME ? `${chars.slice(0, LONGEST_NAME).join("")}...` : chars.join("") || null;
}

// Of each turn whether another one is spoken at the same time.
function overlaps(turns) {
  const found = turns.map(() => false);
  let [latest, holder] = [-1, 0];
  for (const [at, { tokens }] of turns.entries()) {
    if (tokens[0].start < latest) found[at] = found[holder] = true;
    if (tokens.at(-1).end > latest) [latest, holder] = [tokens.at(-1).end, at];
  }
  return found;
}

function addHeads(cues) {
  let last = null;
  for (const { speaker, tokens } of cues) {
    const [first] = tokens;
    if (speaker && speaker !== last) tokens[0] = { ...first, text: `${speaker}: ${first.text}`, length: first.length + widthOf(speaker) + 2 };
    last = speaker;
  }
}

// Each cue stays long enough to be read if the next one lets it.
function laidOut(cues, style) {
  const starts = pacedStarts(cues.map(({ tokens }) => tokens[0].start), style.shortest + GAP);
  return cues.map(({ speaker, tokens }, at) => {
    const lines = brokenLines(tokens, style.width);
    const start = starts[at];
    const next = starts[at + 1] ?? Infinity;
    const characters = lines.reduce((sum, line) => sum + widthOf(line), lines.length - 1);
    const needed = Math.max(style.shortest, Math.min(style.longest, Math.round((characters * 1000) / style.speed)));
    const wanted = Math.min(Math.max(tokens.at(-1).end, start + needed), start + style.longest);
    return { start, end: Math.min(wanted, next - Math.min(GAP, Math.floor((next - start) / GAP_SHARE))), speaker, lines };
  });
}

// The text in as few lines as there can be, of about the same length.
function brokenLines(tokens, longest) {
  const lines = [];
  let rest = tokens;
  for (let left = fewestLines(tokens, longest); left > 1; left -= 1) {
    const end = bestEnd(rest, left, longest);
    lines.push(joinedText(rest.slice(0, end)));
    rest = rest.slice(end);
  }
  return [...lines, joinedText(rest)];
}

const joinedText = (tokens) => tokens.map(({ text, spaced }, at) => (at && spaced ? ` ${text}` : text)).join("");

function fewestLines(tokens, longest) {
  let [lines, used] = [1, 0];
  for (const [at, { length, spaced }] of tokens.entries()) {
    used += length + (at && spaced ? 1 : 0);
    if (at && used > longest) [lines, used] = [lines + 1, length];
  }
  return lines;
}

// After how many tokens the first of so many lines ends best: at punctuation, or when it is about as long as the mean.
function bestEnd(tokens, lines, longest) {
  const mean = widthOf(joinedText(tokens)) / lines;
  let [best, lowest, used] = [1, Infinity, 0];
  for (let end = 1; end < tokens.length; end += 1) {
    const token = tokens[end - 1];
    used += token.length + (end > 1 && token.spaced ? 1 : 0);
    if (used > longest && end > 1) break;
    if (fewestLines(tokens.slice(end), longest) > lines - 1) continue;
    const cost = Math.abs(used - mean) / longest + (isAtClause(token) ? -0.25 : tokens[end].spaced ? 0 : 0.25);
    if (cost < lowest) [best, lowest] = [end, cost];
  }
  return best;
}
