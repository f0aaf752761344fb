import { firstAfter } from "./words.js";

// Who speaks when. Stretches are {starts, ends}: sorted, none touching the next, in milliseconds.

/** A shorter silence between two words is not shown, in milliseconds. */
const BREATH = 300;
/** How long people say a word, about, in milliseconds. */
const WORD_TIME = 400;

/** Of pairs [start, end] in any order; those that touch become one. */
export function stretches(pairs) {
  const joined = [];
  for (const pair of pairs.sort((one, other) => one[0] - other[0])) addPair(joined, ...pair);
  return { starts: Int32Array.from(joined, (pair) => pair[0]), ends: Int32Array.from(joined, (pair) => pair[1]) };
}

function addPair(pairs, start, end) {
  const last = pairs.at(-1);
  if (last && start >= last[0] && start <= last[1] + BREATH) last[1] = Math.max(last[1], end);
  else pairs.push([start, Math.max(start, end)]);
}

/** The place of the first stretch that ends after a time. */
function endsAfter({ ends }, time) {
  return firstAfter(ends.length, (place) => ends[place] > time);
}

export function speaksAt(lane, time) {
  return lane.starts[endsAfter(lane, time)] <= time;
}

/** A lane for each speaker, and one more (speaker null) for speech that is nobody's in particular. */
export function lanesOf(store) {
  const pairs = store.names.map(() => []);
  const nobody = [];
  for (const [place, turn] of store.turns.entries()) addSpeech(store, place, pairs[turn.speaker] ?? nobody);
  const lanes = pairs.map((own, speaker) => ({ speaker, ...stretches(own) }));
  if (nobody.length || !lanes.length) lanes.push({ speaker: null, ...stretches(nobody) });
  return lanes;
}

function addSpeech(store, place, pairs) {
  const { starts, ends } = store.words;
  const [first, end] = store.wordsOfTurn(place);
  let timed = false;
  for (let word = first; word < end; word++) {
    if (starts[word] < 0 || ends[word] < 0) continue;
    addPair(pairs, starts[word], ends[word]);
    timed = true;
  }
  const turn = store.turns[place];
  if (!timed && typeof turn.start === "number") addPair(pairs, turn.start, turn.end ?? turn.start);
}

/**
 * Of each pixel's time, how much is covered: so it is seen who says more where ten hours lie on a thousand pixels. Where a
 * pixel is shorter than a word it is covered or not.
 */
export function coverage({ starts, ends }, view, width) {
  const share = new Float32Array(width);
  const isClose = (view.to - view.from) / width < WORD_TIME;
  for (let place = endsAfter({ ends }, view.from); starts[place] < view.to; place++) {
    const from = Math.max(0, view.x(starts[place], width));
    const to = Math.min(width, view.x(ends[place], width));
    if (isClose) {
      const left = Math.round(from);
      share.fill(1, left, Math.max(left + 1, Math.round(to)));
      continue;
    }
    const [first, last] = [Math.floor(from), Math.floor(to)];
    if (first === last) share[first] += to - from;
    else {
      share[first] += first + 1 - from;
      share.fill(1, first + 1, last);
      share[last] += to - last; // beyond the array where to is the width: ignored
    }
  }
  return share;
}
