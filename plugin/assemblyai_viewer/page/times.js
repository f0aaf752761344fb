import { firstAfter } from "./words.js";

// Milliseconds that a character takes to say, where nothing is known.
const PACE = 65;

// Times [start, end] for words that have none, or impossible ones; none is before the one before it. The same as in the
// plugin's captions/times.py: what is not known lies between what is, in proportion to the characters. `span` are
// the times of all of them together, if they are known; else `room` is the time in which they can be. Nothing is later
// than `latest`.
export function filledTimes(words, span, room, latest) {
  const [before, after] = credible(span, latest);
  const points = credible(words.flatMap(({ start, end }) => [start, end]), latest);
  const places = [0];
  for (const { length } of words) places.push(places.at(-1), places.at(-1) + length);
  places.push(places.at(-1));
  const known = points.flatMap((point, at) => (point === null ? [] : [at]));
  const [first, last] = known.length ? [known[0], known.at(-1)] : [points.length, -1];
  const ahead = known.length ? points[first] : Infinity;
  const behind = known.length ? points[last] : -1;
  const begins = before !== null && before <= ahead ? before
    : known.length ? Math.max(Math.min(room[0], ahead), ahead - PACE * places[first + 1]) : room[0];
  const ends = after !== null && after >= Math.max(behind, begins) ? after
    : Math.max(behind, begins, Math.min(room[1], Math.max(behind, begins) + PACE * (places.at(-1) - places[last + 1])));
  const placed = interpolated([begins, ...points, ends], places);
  return words.map((_, at) => [placed[2 * at + 1], placed[2 * at + 2]]);
}

// As many of the points as are in order, and none after `latest`; the others, which contradict them, are null. It is the
// longest series in order, found from the end: heads[n] is where the best one of n + 1 points begins.
function credible(points, latest) {
  const heads = [];
  const following = [];
  const value = (at) => Math.max(0, points[at]);
  for (let at = points.length - 1; at >= 0; at -= 1) {
    if (points[at] === null || points[at] > latest) continue;
    const length = firstAfter(heads.length, (one) => value(heads[one]) < value(at));
    following[at] = heads[length - 1];
    heads[length] = at;
  }
  const kept = points.map(() => null);
  for (let at = heads.at(-1); at !== undefined; at = following[at]) kept[at] = value(at);
  return kept;
}

function interpolated(points, places) {
  let left = 0;
  const placed = [...points];
  for (let right = 1; right < points.length; right += 1) {
    if (points[right] === null) continue;
    const length = places[right] - places[left];
    for (let at = left + 1; at < right; at += 1) {
      const part = length ? (places[at] - places[left]) / length : 0;
      placed[at] = Math.floor(points[left] + (points[right] - points[left]) * part);
    }
    left = right;
  }
  return placed;
}
