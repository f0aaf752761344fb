import { clock } from "./clock.js";
import { coverage } from "./lanes.js";

// Paints the timeline's canvases. A scene is {view, lanes, marks, sentiment, hit, active, names, colors, sizes}.

/** The outlines of marks around (0, 5), as they differ by more than their colour. */
const SHAPES = {
  redaction: [[-4, 3], [4, 3], [4, 7], [-4, 7]],
  entity: [[0, 1], [4, 5], [0, 9], [-4, 5]],
  highlight: [[-2, 1], [2, 1], [4, 3], [4, 7], [2, 9], [-2, 9], [-4, 7], [-4, 3]],
  quote: [[-3, 1], [3, 1], [3, 9], [-3, 9]],
  unverified: [[-3, 1], [3, 1], [3, 9], [-3, 9]],
  hit: [[-4, 1], [4, 1], [0, 9]],
};
const FILLS = { redaction: "front", entity: "speaker-3", highlight: "speaker-6", quote: "accent", unverified: "back", hit: "mark" };
/** Pixels between the clock times of the scale, at least. */
const TICK_ROOM = 76;
/** Marks of a kind are so far from each other at least. */
const APART = 5;
/** Labels of lanes that are thinner are left out. */
const READABLE = 11;

/** Heights and tops of the strips for so many lanes, in pixels; `low` where there is little room. */
export function sizesOf(lanes, sentiment, low, width) {
  const lane = Math.min(low ? 14 : 20, (low ? 84 : 160) / lanes);
  const [top, left] = [18, Math.round(Math.max(68, Math.min(150, width * 0.14)))];
  const marks = top + lane * lanes + 2;
  const mood = marks + 12;
  return { lane, top, left, marks, mood, moodHeight: 18, width: Math.max(1, width - left - 8), height: Math.ceil(mood + (sentiment ? 20 : 0)) };
}

export function drawTimeline(context, scene) {
  const { sizes } = scene;
  context.clearRect(0, 0, sizes.left + sizes.width + 8, sizes.height);
  context.textBaseline = "middle";
  drawNames(context, scene);
  context.save();
  context.translate(sizes.left, 0);
  drawScale(context, scene);
  scene.lanes.forEach((lane, place) => drawLane(context, scene, lane, place));
  if (scene.sentiment) drawSentiment(context, scene);
  drawMarks(context, scene);
  context.restore();
}

function drawNames(context, { lanes, names, active, sizes, colors, sentiment, font }) {
  const thin = sizes.lane < READABLE;
  const room = sizes.left - 10;
  const write = (text, y, weight, size = 12) => {
    context.font = `${weight} ${size}px ${font}`;
    context.fillText(shortened(context, text, room), 0, y);
  };
  // As wide as who speaks, so that a name does not change while one does.
  context.font = `600 12px ${font}`;
  const labels = labelsOf(context, lanes.map(({ speaker }) => names[speaker] ?? "Speech"), room);
  context.fillStyle = colors.front;
  lanes.forEach(({ speaker }, place) => {
    const speaks = speaker === active && speaker !== null;
    if (thin && !speaks) return;
    const y = sizes.top + (place + 0.5) * sizes.lane;
    // A thin lane's name may be as high as several lanes, but no higher than all.
    write(labels[place], Math.max(sizes.top + 7, Math.min(sizes.marks - 9, y)), speaks ? 600 : 400, sizes.lane < 16 ? 11 : 12);
  });
  context.fillStyle = colors.faint;
  if (sentiment) write("Sentiment", sizes.mood + sizes.moodHeight / 2, 400, 11);
}

/** Where "Speaker A" has no room, all of its kind are their letters alone. */
function labelsOf(context, names, width) {
  const letters = names.map((name) => /^Speaker (\S+)$/.exec(name)?.[1]);
  const isTight = names.some((name, place) => letters[place] && context.measureText(name).width > width);
  return names.map((name, place) => (isTight ? letters[place] : null) ?? name);
}

/** Names often differ at their ends, so that the middle is left out. */
function shortened(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  const letters = Array.from(text);
  const made = (kept) => `${letters.slice(0, Math.ceil(kept / 2)).join("")}…${letters.slice(letters.length - Math.floor(kept / 2)).join("")}`;
  let kept = Math.min(60, letters.length - 1);
  while (kept && context.measureText(made(kept)).width > width) kept -= 1;
  return made(kept);
}

function drawScale(context, { view, sizes, colors, font }) {
  context.font = `11px ${font}`;
  for (const time of view.ticks(sizes.width, TICK_ROOM)) {
    const x = view.x(time, sizes.width);
    const label = clock(time);
    context.fillStyle = colors.line;
    context.fillRect(Math.round(x), 12, 1, sizes.marks - 12);
    context.fillStyle = colors.faint;
    const room = context.measureText(label).width;
    context.fillText(label, Math.min(sizes.width + 8 - room, x - room / 2), 6);
  }
}

function laneColor(colors, { speaker }) {
  return colors[speaker === null ? "faint" : `speaker-${(speaker % 8) + 1}`];
}

function drawLane(context, { view, sizes, colors }, lane, place) {
  const gap = sizes.lane >= 8 ? 2 : sizes.lane >= 3 ? 0.5 : 0;
  const [top, height] = [sizes.top + place * sizes.lane + gap, sizes.lane - 2 * gap];
  context.fillStyle = colors.line;
  if (sizes.lane >= READABLE) context.fillRect(0, Math.round(top + height / 2), sizes.width, 1);
  context.fillStyle = laneColor(colors, lane);
  drawCoverage(context, coverage(lane, view, sizes.width), top + height, -height);
}

/** Columns from a base line, upwards where height is negative; equal neighbours are one rectangle. */
function drawCoverage(context, share, base, height) {
  const steps = Math.abs(height) < 4 ? 1 : Math.round(Math.abs(height));
  const level = (x) => Math.min(steps, Math.ceil(share[x] * steps)) / steps;
  for (let x = 0, end; x < share.length; x = end) {
    const now = level(x);
    for (end = x + 1; end < share.length && level(end) === now; ) end++;
    if (now) context.fillRect(x, base, end - x, height * now);
  }
}

/** Upwards what is positive, downwards what is negative, from a line: it does not depend on colours. */
function drawSentiment(context, { view, sizes, colors, sentiment }) {
  const middle = sizes.mood + sizes.moodHeight / 2;
  context.fillStyle = colors.faint;
  context.fillRect(0, middle - 0.5, sizes.width, 1);
  drawCoverage(context, coverage(sentiment.neutral, view, sizes.width), middle + 1.5, -3);
  context.fillStyle = colors["speaker-3"];
  drawCoverage(context, coverage(sentiment.positive, view, sizes.width), middle, -sizes.moodHeight / 2);
  context.fillStyle = colors.warn;
  drawCoverage(context, coverage(sentiment.negative, view, sizes.width), middle, sizes.moodHeight / 2);
}

function drawMarks(context, scene) {
  const { view, sizes, hit } = scene;
  const seen = marksOf(scene);
  context.fillStyle = scene.colors.front;
  const lines = seen.filter(({ kind }) => kind === "hit");
  // Where hits are everywhere, their lines would hide the lanes.
  if (lines.length < sizes.width / 12) for (const { x } of lines) drawLine(context, sizes, x, 1, 0.35);
  for (const { kind, x, end } of seen) drawMark(context, scene, kind, x, end);
  if (hit === null || hit < view.from || hit > view.to) return;
  const x = view.x(hit, sizes.width);
  context.fillStyle = scene.colors.front;
  drawLine(context, sizes, x, 2, 0.9);
  drawMark(context, scene, "hit", x, 0, 1.5);
}

/** Those in view with their places, and of several so near to each other that they would cover each other the first. */
function marksOf({ view, sizes, marks }) {
  const before = {};
  const seen = [];
  for (const { kind, start, end } of marks) {
    const x = Math.round(view.x(start, sizes.width));
    const until = Math.min(sizes.width, view.x(end ?? start, sizes.width));
    if (x > sizes.width || until < 0 || Math.abs(x - before[kind]) < APART) continue;
    before[kind] = x;
    seen.push({ kind, x: Math.max(0, x), end: until });
  }
  return seen;
}

function drawLine(context, sizes, x, width, alpha) {
  context.globalAlpha = alpha;
  context.fillRect(x - width / 2, sizes.top, width, sizes.marks - sizes.top);
  context.globalAlpha = 1;
}

function drawMark(context, { sizes, colors }, kind, x, end, scale = 1) {
  context.beginPath();
  for (const [right, down] of SHAPES[kind]) context.lineTo(x + right * scale, sizes.marks + down * scale);
  context.closePath();
  context.fillStyle = colors[FILLS[kind]];
  context.fill();
  context.strokeStyle = colors[kind === "unverified" ? "warn" : "front"];
  context.lineWidth = kind === "unverified" ? 1.5 : 1;
  context.stroke();
  context.fillStyle = context.strokeStyle;
  if (end > x + 8) context.fillRect(x, sizes.marks + 9, end - x, 2);
}

/** All of the recording, small. */
export function drawOverview(context, { view, lanes, marks, colors }, width, height) {
  const whole = { from: 0, to: view.total, x: (time, wide) => (time / view.total) * wide };
  const thin = (height - 8) / lanes.length;
  context.clearRect(0, 0, width, height);
  context.globalAlpha = 0.7;
  lanes.forEach((lane, place) => {
    context.fillStyle = laneColor(colors, lane);
    drawCoverage(context, coverage(lane, whole, width), 5 + (place + 1) * thin, -Math.max(1, thin));
  });
  context.globalAlpha = 1;
  context.fillStyle = colors.front;
  const hits = marks.filter(({ kind }) => kind === "hit");
  for (const x of new Set(hits.map(({ start }) => Math.round(whole.x(start, width))))) context.fillRect(x, 0, 1, 4);
}
