// Milliseconds that a cue may come later than its words, and the cues that are looked at to share out the time where they
// are crowded.
const LATEST = 900;
const AHEAD = 50;

// When each cue begins: with its words, or a little later where too many begin at once. The same as in the plugin's
// captions/pacing.py.
export function pacedStarts(starts, shortest) {
  const latest = starts.map((start) => start + LATEST);
  for (let at = latest.length - 2; at >= 0; at -= 1) latest[at] = Math.min(latest[at], latest[at + 1] - 1);
  const begun = [];
  for (const [at, start] of starts.entries()) {
    const before = begun.at(-1);
    const isFree = at === 0 || before + shortest <= start;
    begun.push(isFree ? start : Math.max(start, before + stepAfter(before, at, starts, latest, shortest)));
  }
  return begun;
}

// How long after `before`, when the one before it began, a cue is to begin.
function stepAfter(before, at, starts, latest, shortest) {
  let step = shortest;
  const end = Math.min(at + AHEAD, starts.length);
  for (let other = at; other < end; other += 1) {
    const count = other - at + 1;
    step = Math.min(step, (latest[other] - before) / count);
    // From there on, cues are in time again.
    if (starts[other] >= before + count * step) return Math.max(1, Math.floor(step));
  }
  // It stays crowded, so it is no use to be late: aim at being in time again.
  if (end < starts.length) step = Math.min(step, Math.max(step / 2, (starts[end - 1] - before) / (end - at)));
  return Math.max(1, Math.floor(step));
}
