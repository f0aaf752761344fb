// Words of a block, at most, and of a group of blocks.
const BLOCK = 150;
const GROUP = 250;

// What stands as one paragraph: { turn, first, end, heads }, where `heads` says that it begins its turn. One person may
// speak for hours; such a turn is cut at its paragraphs, and where it has none by the number of words.
function blocksOf(store) {
  const paragraphs = store.paragraphs();
  const blocks = [];
  let next = 0;
  for (const turn of store.turns.keys()) {
    const [turnFirst, turnEnd] = store.wordsOfTurn(turn);
    while (next < paragraphs.length && paragraphs[next] <= turnFirst) next += 1;
    for (let first = turnFirst; first < turnEnd; ) {
      let end = Math.min(turnEnd, first + BLOCK);
      if (turnEnd - turnFirst > BLOCK) {
        while (paragraphs[next] <= first) next += 1;
        if (paragraphs[next] < end) end = paragraphs[next];
      }
      blocks.push({ turn, first, end, heads: first === turnFirst });
      first = end;
    }
  }
  return blocks;
}

export function groupsOf(store) {
  const groups = [];
  for (const block of blocksOf(store)) {
    const last = groups.at(-1);
    if (last && block.end - last.first <= GROUP) {
      last.blocks.push(block);
      last.end = block.end;
    } else groups.push({ first: block.first, end: block.end, blocks: [block] });
  }
  return groups;
}
