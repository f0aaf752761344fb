// Words, column by column; -1 is a number that is not known. They may come in pieces, in any order.
export class Words {
  constructor(total) {
    this.total = total;
    this.texts = new Array(total);
    this.starts = new Int32Array(total).fill(-1);
    this.ends = new Int32Array(total).fill(-1);
    this.sure = new Int8Array(total).fill(-1);
    this.known = [];
  }

  text(at) { return this.texts[at]; }
  start(at) { return this.starts[at]; }
  end(at) { return this.ends[at]; }
  confidence(at) { return this.sure[at]; }

  has(at) { return this.texts[at] !== undefined; }

  get complete() {
    return this.total === 0 || (this.known.length === 1 && this.known[0][0] === 0 && this.known[0][1] === this.total);
  }

  put(at, text, start, end, sure) {
    if (at < 0 || at >= this.total) return;
    this.texts[at] = String(text);
    this.starts[at] = start ?? -1;
    this.ends[at] = end ?? -1;
    this.sure[at] = sure ?? -1;
    this.order = null;
  }

  // Stretches of known words grow together where they touch.
  know(from, to) {
    const all = [...this.known, [from, Math.min(to, this.total)]].filter((one) => one[0] < one[1]);
    all.sort((one, other) => one[0] - other[0]);
    this.known = [];
    for (const [first, end] of all) {
      const last = this.known.at(-1);
      if (last && first <= last[1]) last[1] = Math.max(last[1], end);
      else this.known.push([first, end]);
    }
  }

  // The word that is spoken at a time, or the last one before it; -1 before the first. People talk at the same time,
  // so that the words are not always in the order of their times.
  at(ms) {
    this.order ??= this.inOrder();
    const place = firstAfter(this.order.length, (one) => this.starts[this.order[one]] > ms);
    return place ? this.order[place - 1] : -1;
  }

  // The words that begin within a time, as [first, end); null where there are none.
  within(start, end) {
    this.order ??= this.inOrder();
    const from = firstAfter(this.order.length, (one) => this.starts[this.order[one]] >= start);
    const to = firstAfter(this.order.length, (one) => this.starts[this.order[one]] >= Math.max(end, start + 1));
    if (from >= to) return null;
    // Another's words in between are not part of what this one said.
    const first = this.order[from];
    let last = first;
    while (last + 1 < this.total && this.starts[last + 1] >= this.starts[last] && this.starts[last + 1] < end) last += 1;
    return [first, last + 1];
  }

  inOrder() {
    const timed = Int32Array.from({ length: this.total }, (_, at) => at).filter((at) => this.starts[at] >= 0);
    return timed.sort((one, other) => this.starts[one] - this.starts[other] || one - other);
  }
}

// The first number below `length` of which something is so, where it is so of all after it.
export function firstAfter(length, isSo) {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isSo(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
