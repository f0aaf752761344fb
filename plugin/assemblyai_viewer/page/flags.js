// What the layers say of each word, as bits.
export const FLAGS = { entity: 1, highlight: 2, redacted: 4, positive: 8, negative: 16 };

export class Flags {
  constructor(store) {
    this.store = store;
    for (const name of ["shown", "words"]) store.on(name, () => { this.bits = null; });
  }

  of(at) {
    if (!this.bits) this.build();
    return this.bits[at];
  }

  // The kind of the entity that begins with a word, for a reader: Person name.
  kindAt(at) {
    if (!this.bits) this.build();
    return this.kinds.get(at);
  }

  build() {
    const { store } = this;
    this.bits = new Uint8Array(store.words.total);
    this.kinds = new Map();
    const { entities, highlights, sentiment } = store.shown;
    for (const { start, end, type } of entities) {
      const first = this.put(FLAGS.entity, start, end);
      if (first !== null) this.kinds.set(first, kindName(type));
    }
    for (const { times } of highlights) for (const [start, end] of times) this.put(FLAGS.highlight, start, end);
    for (const { sentiment: feeling, start, end } of sentiment) {
      if (feeling !== "neutral") this.put(FLAGS[feeling], start, end);
    }
    for (const { first, count } of store.redactions()) {
      for (let at = first; at < first + count; at += 1) this.bits[at] |= FLAGS.redacted;
    }
  }

  put(flag, start, end) {
    const stretch = start === null ? null : this.store.words.within(start, end ?? start);
    if (!stretch) return null;
    for (let at = stretch[0]; at < stretch[1]; at += 1) this.bits[at] |= flag;
    return stretch[0];
  }
}

export function kindName(type) {
  const words = String(type).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
