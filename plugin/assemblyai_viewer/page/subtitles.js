import { captionsOf } from "./captions.js";
import { isRightToLeft } from "./folding.js";
import { flat } from "./tokens.js";

const two = (number) => String(number).padStart(2, "0");

function stamp(ms, point) {
  const seconds = Math.floor(ms / 1000);
  const clockPart = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `${clockPart}${point}${String(ms % 1000).padStart(3, "0")}`;
}

const times = ({ start, end }, point) => `${stamp(start, point)} --> ${stamp(end, point)}`;

// SubRip knows no escapes: what players would take for a tag, a style or times is shown with similar signs.
const plainLine = (line) => line.replaceAll("-->", "→").replace(/<(?=[A-Za-z/!])/g, "‹").replace(/\{(?=\\)/g, "(");

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// What no XML file may hold, not even escaped.
const xmlText = (text) => escaped(text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd"));

export function srt(store, style) {
  return captionsOf(store, style)
    .map((cue, at) => `${at + 1}\n${times(cue, ",")}\n${cue.lines.map(plainLine).join("\n")}\n`).join("\n");
}

// Speakers are voices, of each cue: a player knows nothing of the one before. The end of a tag must not look like the
// arrow between times.
export function vtt(store, style) {
  const voice = (speaker) => (speaker === null ? "" : `<v ${escaped(speaker).replace(/-$/, "- ")}>`);
  const cues = captionsOf(store, style).map((cue) => `${times(cue, ".")}\n${voice(cue.speaker)}${cue.lines.map(escaped).join("\n")}\n`);
  return ["WEBVTT\n", ...cues].join("\n");
}

// Speakers are agents, to which paragraphs refer.
export function ttml(store, style) {
  const cues = captionsOf(store, style);
  const speakers = [...new Set(cues.map((cue) => cue.speaker).filter((one) => one !== null))];
  const agents = speakers.map((name, at) =>
    `    <ttm:agent xml:id="speaker${at + 1}" type="person"><ttm:name type="full">${xmlText(name)}</ttm:name></ttm:agent>\n`).join("");
  const said = cues.map(({ start, end, speaker, lines }) => {
    const agent = speaker === null ? "" : ` ttm:agent="speaker${speakers.indexOf(speaker) + 1}"`;
    return `    <p begin="${stamp(start, ".")}" end="${stamp(end, ".")}"${agent}>${lines.map(xmlText).join("<br/>")}</p>\n`;
  }).join("");
  const code = xmlText(flat(store.shown.language ?? "")).replaceAll("_", "-").replaceAll('"', "&quot;");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" ',
    'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" ',
    `ttp:timeBase="media" xml:lang="${code}">\n`,
    agents && `  <head>\n   <metadata>\n${agents}   </metadata>\n  </head>\n`,
    `  <body${isRightToLeft(code) ? ' tts:direction="rtl"' : ""}>\n   <div>\n${said}   </div>\n  </body>\n</tt>\n`,
  ].join("");
}
