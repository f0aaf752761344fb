// Milliseconds that a character takes to say, where nothing is known.
const PACE = 65;

// Times [start, end] for words that have none, or impossible ones; none is before the one before it. The same as in the
// plugin's captions/times.py: what is not known lies between what is, in proportion to the characters. `before` and
// `after` are the times of all of them together, if they are known; else `room` is the time in which they can be.
export function filledTimes(words, [before, after], room) {
  const points = words.flatMap(({ start, end }) => [start, end]);
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
  const placed = interpolated(rising([begins, ...points, ends]), places);
  return words.map((_, at) => [placed[2 * at + 1], placed[2 * at + 2]]);
}

// None before the one before it, and none before the beginning.
function rising(points) {
  let latest = 0;
  return points.map((point) => (point === null ? null : (latest = Math.max(latest, point))));
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
