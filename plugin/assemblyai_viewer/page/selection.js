// The words that are selected in the text, as [first, end), or null: two at least, as one may be meant as a mere word.
export function selectedWords(store, box) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = wordAtEdge(box, range.startContainer, range.startOffset, false);
  const to = wordAtEdge(box, range.endContainer, range.endOffset, true);
  if (from === null && to === null) return null;
  const first = from ?? 0;
  const end = to ?? store.words.total;
  return end - first > 1 ? [first, end] : null;
}

// The word at an edge of a selection: the first one inside it, or the number after its last one.
function wordAtEdge(box, container, offset, isEnd) {
  if (!box.contains(container)) return null;
  const node = container.nodeType === Node.TEXT_NODE ? container : (container.childNodes[isEnd ? offset - 1 : offset] ?? container);
  const before = isEnd && offset === 0;
  const at = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]")?.dataset.at;
  if (at !== undefined) return Number(at) + (isEnd && !before ? 1 : 0);
  // Between words, in a head, or in a stretch without elements for words: what stands next to it.
  const next = nearWord(box, node, isEnd);
  return next === null ? null : next + (isEnd ? 1 : 0);
}

function nearWord(box, node, isEnd) {
  const way = isEnd ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const words = [...box.querySelectorAll("[data-at]")];
  const found = (isEnd ? words.reverse() : words).find((word) => node.compareDocumentPosition(word) & way);
  return found ? Number(found.dataset.at) : null;
}
