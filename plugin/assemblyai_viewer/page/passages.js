import { clock } from "./clock.js";
import { flat } from "./tokens.js";

// A stretch of words as it is copied: a line for each turn, with its time and its speaker.
export function passage(store, first, end) {
  const lines = [];
  for (let at = first; at < end; ) {
    const last = Math.min(end, store.wordsOfTurn(store.turnOf(at))[1]);
    // A line break within a word or a name could look like another's turn.
    lines.push(flat(`${headOf(store, at)}${store.textOf(at, last)}`));
    at = last;
  }
  return lines.join("\n");
}

// What stands before a word that is the first of a line: its time and its speaker, as far as they are known.
export function headOf(store, at) {
  const turn = store.turnOf(at);
  const said = store.words.start(at);
  const start = said >= 0 ? said : at === store.wordsOfTurn(turn)[0] ? store.turnStart(turn) : null;
  const name = store.nameOf(turn);
  return `${start === null ? "" : `[${clock(start)}] `}${name === null ? "" : `${name}: `}`;
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
