import { element } from "./element.js";
import { panel } from "./panel.js";
import { EXPORTS } from "./exports.js";
import { CaptionChoices } from "./choices.js";

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

function fileName(store) {
  return store.shown.title.replace(/[^\p{L}\p{M}\p{N} _-]+/gu, " ").replace(/\s+/g, " ").trim().slice(0, 80) || "transcript";
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
