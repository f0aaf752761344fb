import { clock } from "./clock.js";
import { passage, headOf } from "./passages.js";
import { srt, vtt, ttml } from "./subtitles.js";
import { flat } from "./tokens.js";

function turnsOf(store) {
  return [...store.turns.keys()].map((turn) => [turn, ...store.wordsOfTurn(turn)]).filter(([, first, end]) => first < end);
}

function plainText(store) {
  return `${turnsOf(store).map(([, first, end]) => passage(store, first, end)).join("\n\n")}\n`;
}

// Nothing that was said is a heading, an item, a link, a picture or HTML: it stands on one line, and its signs are
// escaped; the same as in the plugin's documents.
const markdownLine = (text) => flat(text).replace(/[\\\x60*_[\]<>&~|$]|^[#+=-]|(?<=^\d{1,9})[.)]/g, "\\$&");

// What a model wrote has paragraphs and lists; each of its lines becomes one.
function markdownLines(text) {
  return text.replaceAll("**", "").split(/[\n\r\v\f\x85\u2028\u2029]/u).map(flat).filter(Boolean).map((line) => {
    const [marker] = line.match(/^(?:[-*\u2022]|\d{1,3}[.)])\s+/u) ?? [""];
    return `${marker && "- "}${markdownLine(line.slice(marker.length))}`;
  });
}

function markdown(store) {
  const { title, summary } = store.shown;
  const { facts, answers } = store;
  const quote = ({ text, speaker, start, verified }) => {
    const from = [speaker ? markdownLine(speaker) : null, start === null || !verified ? null : clock(start)].filter(Boolean).join(", ");
    return `> ${markdownLine(text)}${from ? ` — ${from}` : ""}${verified ? "" : " (not found in the transcript)"}`;
  };
  const parts = [
    `# ${markdownLine(title)}`,
    facts.map(([what, says]) => `- ${markdownLine(what)}: ${markdownLine(says)}`).join("\n"),
    ...(summary ? ["## Summary", ...markdownLines(summary)] : []),
    ...answers.flatMap((one) => [`## ${markdownLine(one.question)}`, ...markdownLines(one.answer), ...one.quotes.map(quote)]),
    "## Transcript",
    ...turnsOf(store).map(([, first, end]) => {
      const head = flat(headOf(store, first));
      return `${head && `**${markdownLine(head)}** `}${markdownLine(store.textOf(first, end))}`;
    }),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

// What a spreadsheet would compute gets an apostrophe; the same as in the plugin's exports.
function cell(text) {
  const plain = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const seconds = (ms) => (ms === null || ms < 0 ? "" : (ms / 1000).toFixed(3));

function csv(store) {
  const rows = turnsOf(store).map(([turn, first, end]) => {
    const sure = Array.from(store.words.sure.subarray(first, end)).filter((one) => one >= 0);
    const mean = sure.length ? (sure.reduce((sum, one) => sum + one, 0) / sure.length / 100).toFixed(3) : "";
    const ended = store.turns[turn].end ?? store.words.end(end - 1);
    return [seconds(store.turnStart(turn)), seconds(ended), cell(store.nameOf(turn) ?? ""), mean, cell(store.textOf(first, end))];
  });
  return [["start", "end", "speaker", "confidence", "text"], ...rows].map((row) => `${row.join(",")}\n`).join("");
}

function json(store) {
  const known = (number) => (number < 0 ? null : number);
  const { id, title, language, summary, chapters } = store.shown;
  const { answers } = store;
  const turns = turnsOf(store).map(([turn, first, end]) => ({
    speaker: store.nameOf(turn),
    start: store.turnStart(turn),
    text: store.textOf(first, end),
    words: Array.from({ length: end - first }, (_, offset) => first + offset).map((at) => ({
      text: store.words.text(at), start: known(store.words.start(at)), end: known(store.words.end(at)),
      confidence: known(store.words.confidence(at)),
    })),
  }));
  return `${JSON.stringify({ id, title, language, duration: store.duration, speakers: store.names, summary, chapters, answers, turns }, null, 1)}\n`;
}

// Each format: its label, the end of its files' names, its type, what makes it, and whether it is of captions, which
// need times.
export const EXPORTS = [
  ["SRT", "srt", "application/x-subrip", srt, true],
  ["VTT", "vtt", "text/vtt", vtt, true],
  ["TTML", "ttml", "application/ttml+xml", ttml, true],
  ["Text", "txt", "text/plain", plainText, false],
  ["Markdown", "md", "text/markdown", markdown, false],
  ["JSON", "json", "application/json", json, false],
  ["CSV", "csv", "text/csv", csv, false],
];
