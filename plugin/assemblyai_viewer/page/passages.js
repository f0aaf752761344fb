import { clock } from "./clock.js";

// A stretch of words as it is copied: a line for each turn, with its time and its speaker.
export function passage(store, first, end) {
  const lines = [];
  for (let at = first; at < end; ) {
    const turn = store.turnOf(at);
    const [turnFirst, turnEnd] = store.wordsOfTurn(turn);
    const last = Math.min(end, turnEnd);
    const said = store.words.start(at);
    const start = said >= 0 ? said : at === turnFirst ? store.turnStart(turn) : null;
    const name = store.nameOf(turn);
    lines.push(`${start === null ? "" : `[${clock(start)}] `}${name === null ? "" : `${name}: `}${store.textOf(at, last)}`);
    at = last;
  }
  return lines.join("\n");
}

// Browsers refuse the clipboard to pages in frames, and to files; a selection can be copied in most of them.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text) {
  const put = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", put, { capture: true, once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", put, { capture: true });
  return done;
}
