import { element } from "./element.js";
import { panel } from "./panel.js";
import { EXPORTS } from "./exports.js";
import { CaptionChoices } from "./choices.js";

// Such as .ogg; a number is none, as in v1.2.
const ENDING = /(?<=.)\.(?=\d?[a-z])[a-z\d]{1,5}$/i;
// What some file system takes in no name, and what turns the order of letters around.
const UNSAFE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069/\\:*?"<>|]+/gu;
// Bytes of the longest name, in UTF-8, without its ending.
const LONGEST_FILE_NAME = 150;

export function mountDownloads(store, host) {
  const row = element("div", { class: "downloads" });
  const why = element("p", { class: "faint", role: "status" });
  const choices = new CaptionChoices();
  const box = panel("Download and print", row, why, choices.box);
  const draw = () => {
    const { words } = store;
    const hasTimes = words.starts.some((start) => start >= 0);
    const buttons = EXPORTS.map(([label, suffix, type, make, areCaptions]) => element("button", { type: "button", text: label,
      disabled: !words.complete || (areCaptions && !hasTimes),
      on: { click: () => deliver(host, `${fileName(store)}.${suffix}`, type, areCaptions ? make(store, choices.style) : make(store)) } }));
    row.replaceChildren(...buttons, element("button", { type: "button", text: "Print", on: { click: () => print() } }));
    why.textContent = !words.complete ? "The text is still coming." : hasTimes ? "" : "Captions need times, and none are known.";
    box.hidden = !words.total;
    choices.box.hidden = !hasTimes || !words.complete;
    if (words.complete) choices.suit(store);
  };
  store.on("words", draw);
  draw();
  return box;
}

// The title without the ending of a recording's name, as a file may be called on every file system; the same as in the
// plugin's exports.
function fileName(store) {
  const title = store.shown.title.replace(ENDING, "").replace(UNSAFE, " ").replace(/\s+/g, " ").normalize("NFC");
  const letters = Array.from(title).slice(0, LONGEST_FILE_NAME);
  while (new TextEncoder().encode(letters.join("")).length > LONGEST_FILE_NAME) letters.pop();
  const name = letters.join("").replace(/^[ .-]+|[ .]+$/g, "");
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name || "transcript";
}

function deliver(host, name, type, text) {
  if (host) {
    host.download(name, type, text);
    return;
  }
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  element("a", { href: url, download: name }).click();
  // The browser reads it after the click; a minute is enough to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
