// Milliseconds of silence that no cue spans, and in which one ends well.
const LONG_SILENCE = 1500;
const SILENCE = 300;

const SENTENCE = /[.?!…。？！؟।۔።။។]["'”’»)\]]*$/u;
const CLAUSE = /[.?!,;:…。？！、，؟،]["'”’»)\]]*$/u;

// What it costs that a cue ends in the middle of a phrase, in a pause, or at a comma; that it is there at all; that a
// sentence ends within it; that it is nearly empty, too short, or too fast. The same as in the plugin's captions/cutting.py.
const COST = { any: 10, pause: 5, comma: 4, each: 3, within: 10, empty: 2, short: 6, fast: 8 };

export const isAtClause = ({ text }) => CLAUSE.test(text);

// The tokens of each cue: each fits into lines and seconds, unless a single word does not. `head` characters are kept
// free for a name before the first word, with `each` before the first of every cue.
export function cutTokens(tokens, style, head, each) {
  const cues = [];
  let first = 0;
  for (let at = 1; at <= tokens.length; at += 1) {
    if (at < tokens.length && tokens[at].start - tokens[at - 1].end <= LONG_SILENCE) continue;
    cues.push(...cutPassage(tokens.slice(first, at), style, tokens[at]?.start, each || !first ? head : 0, each ? head : 0));
    first = at;
  }
  return cues;
}

// The cheapest way of cutting, found from the end: what is cheapest from each word on.
function cutPassage(tokens, style, until, firstHead, laterHead) {
  const measured = tokens.map((token, at) => measure(token, tokens[at + 1]?.start ?? until, at === tokens.length - 1));
  const costs = new Array(tokens.length + 1).fill(0);
  const ends = [];
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    [costs[at], ends[at]] = cheapest(measured, at, costs, style, at ? laterHead : firstHead);
  }
  const cues = [];
  for (let at = 0; at < tokens.length; at = ends[at]) cues.push(tokens.slice(at, ends[at]));
  return cues;
}

function measure(token, next, isLast) {
  const after = next ?? token.end + 2 * LONG_SILENCE;
  const isEnd = SENTENCE.test(token.text);
  const pause = after - token.end >= SILENCE ? COST.pause : COST.any;
  const cost = isLast || isEnd ? 0 : isAtClause(token) ? COST.comma : pause;
  return { ...token, cost, isEnd, available: after };
}

// The least that everything from a token on costs, and where the first cue of that ends.
function cheapest(measured, from, costs, style, head) {
  const begun = measured[from].start;
  let [lowest, best, lines, used, characters, ended] = [Infinity, from + 1, 1, 0, 0, 0];
  for (let at = from; at < measured.length; at += 1) {
    const one = measured[at];
    const length = one.length + (at === from ? head : 0);
    const space = one.spaced && at > from ? 1 : 0;
    used += length + space;
    characters += length + space;
    if (at > from && used > style.width) [lines, used] = [lines + 1, length];
    if (at > from && (lines > style.lines || one.end - begun > style.longest)) break;
    const emptiness = Math.max(0, 1 - characters / (style.lines * style.width));
    const cost = costs[at + 1] + COST.each + one.cost + ended * COST.within + COST.empty * emptiness ** 2
      + costOfTime(characters, Math.min(one.available - begun, style.longest), style);
    if (cost < lowest) [lowest, best] = [cost, at + 1];
    if (one.isEnd) ended += Math.min(1, characters / style.width);
  }
  return [lowest, best];
}

// What it costs to read so many characters in a time that is too short for them.
function costOfTime(characters, available, style) {
  const needed = (characters * 1000) / style.speed;
  return (available < style.shortest ? COST.short : 0)
    + (needed > available ? COST.fast * Math.min(1, needed / Math.max(1, available) - 1) : 0);
}
