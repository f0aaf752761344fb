import { clock } from "./clock.js";
import { passage } from "./passages.js";
import { captionsOf } from "./captions.js";

const two = (number) => String(number).padStart(2, "0");

function stamp(ms, point) {
  const seconds = Math.floor(ms / 1000);
  const clockPart = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `${clockPart}${point}${String(ms % 1000).padStart(3, "0")}`;
}

// In neither format may a line of a caption be empty, or look like the times of the next one.
const captionLine = (text) => text.replaceAll("-->", "->");

function srt(store) {
  return captionsOf(store).map(({ start, end, name, lines }, at) => {
    const said = lines.map(captionLine).join("\n");
    return `${at + 1}\n${stamp(start, ",")} --> ${stamp(end, ",")}\n${name === null ? "" : `${captionLine(name)}: `}${said}\n`;
  }).join("\n");
}

function vtt(store) {
  const plain = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const cues = captionsOf(store).map(({ start, end, name, lines }) =>
    `${stamp(start, ".")} --> ${stamp(end, ".")}\n${name === null ? "" : `<v ${plain(name)}>`}${lines.map(plain).join("\n")}\n`);
  return ["WEBVTT\n", ...cues].join("\n");
}

function turnsOf(store) {
  return [...store.turns.keys()].map((turn) => [turn, ...store.wordsOfTurn(turn)]).filter(([, first, end]) => first < end);
}

function plainText(store) {
  return `${turnsOf(store).map(([, first, end]) => passage(store, first, end)).join("\n\n")}\n`;
}

// Nothing that was said is a heading, a link, a picture or HTML; the same as in the plugin's exports.
const markdownText = (text) => text.replace(/[\\\x60*_[\]<>&~|$]|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]/g, "\\$&");

function markdown(store) {
  const { title, summary } = store.shown;
  const { facts, answers } = store;
  const quote = ({ text, speaker, start, verified }) => {
    const from = [speaker ? markdownText(speaker) : null, start === null || !verified ? null : clock(start)].filter(Boolean).join(", ");
    return `> ${markdownText(text)}${from ? ` — ${from}` : ""}${verified ? "" : " (not found in the transcript)"}`;
  };
  const parts = [
    `# ${markdownText(title)}`,
    facts.map(([what, says]) => `- ${markdownText(what)}: ${markdownText(says)}`).join("\n"),
    summary ? `## Summary\n\n${markdownText(summary)}` : "",
    ...answers.map((one) => [`## ${markdownText(one.question)}`, markdownText(one.answer), ...one.quotes.map(quote)].join("\n\n")),
    "## Transcript",
    ...turnsOf(store).map(([turn, first, end]) => {
      const said = store.textOf(first, end);
      const head = passage(store, first, end).slice(0, -said.length).trim();
      return head ? `**${markdownText(head)}** ${markdownText(said)}` : markdownText(said);
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

// Each format: its label, the end of its files' names, its type, what makes it, and whether it needs times.
export const EXPORTS = [
  ["SRT", "srt", "application/x-subrip", srt, true],
  ["VTT", "vtt", "text/vtt", vtt, true],
  ["Text", "txt", "text/plain", plainText, false],
  ["Markdown", "md", "text/markdown", markdown, false],
  ["JSON", "json", "application/json", json, false],
  ["CSV", "csv", "text/csv", csv, false],
];
