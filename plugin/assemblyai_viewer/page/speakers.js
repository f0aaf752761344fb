import { element } from "./element.js";
import { panel } from "./panel.js";

function keyOf(store) {
  return `transcript-names:${store.shown.id}`;
}

// Names that were given before. A browser may refuse to keep them, as it does in a chat's frame: they then last as long
// as the page.
export function restoreNames(store) {
  if (!store.shown) return;
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(store)) ?? "{}");
    const names = store.shown.speakers.map(({ label, name }) => (Object.hasOwn(kept, label) ? String(kept[label]) : name));
    if (names.some((name, at) => name !== store.names[at])) store.set("names", names);
  } catch {
    // Nothing is kept, or what is kept is not ours.
  }
}

function keepNames(store) {
  try {
    const changed = store.shown.speakers.flatMap(({ label, name }, at) =>
      (store.names[at] === name ? [] : [[label, store.names[at]]]));
    localStorage.setItem(keyOf(store), JSON.stringify(Object.fromEntries(changed)));
  } catch {
    // See above.
  }
}

export function mountSpeakers(store) {
  const list = element("ul", { class: "rows speakers" });
  const box = panel("Speakers", list, element("p", { class: "faint", text: "New names stay in this page and in its downloads." }));
  const draw = () => {
    const shares = sharesOf(store);
    list.replaceChildren(...store.names.map((name, at) => speakerRow(store, at, shares[at])));
    box.hidden = !store.names.length;
  };
  store.on("shown", () => restoreNames(store));
  for (const name of ["shown", "names"]) store.on(name, draw);
  draw();
  return box;
}

// How many of the words each said, in percent.
function sharesOf(store) {
  const counts = store.names.map(() => 0);
  for (const [turn, { speaker }] of store.turns.entries()) {
    const [first, end] = store.wordsOfTurn(turn);
    if (speaker !== null && speaker !== undefined) counts[speaker] += end - first;
  }
  return counts.map((count) => Math.round((100 * count) / Math.max(1, store.words.total)));
}

function speakerRow(store, at, share) {
  const name = store.names[at];
  const row = element("li", { class: `speaker speaker-${(at % 8) + 1}` });
  const rename = element("button", { type: "button", class: "quiet", text: "Rename", "aria-label": `Rename ${name}`,
    on: { click: () => row.replaceChildren(nameField(store, at)) ?? row.querySelector("input").select() } });
  row.append(element("b", { class: "name", text: name, dir: "auto" }),
    element("span", { class: "faint", text: `${share} % of the words` }), rename);
  return row;
}

function nameField(store, at) {
  const before = store.names[at];
  let isDone = false;
  const finish = (value) => {
    if (isDone) return;
    isDone = true;
    const name = value.replace(/\s+/g, " ").trim() || store.shown.speakers[at].name;
    store.set("names", store.names.with(at, name));
    keepNames(store);
    document.querySelectorAll(".speakers > li")[at].querySelector("button").focus();
  };
  return element("input", { type: "text", value: before, dir: "auto", "aria-label": `New name of ${before}`, maxlength: 80, on: {
    blur: ({ target }) => finish(target.value),
    keydown: (event) => {
      if (!["Enter", "Escape"].includes(event.key)) return;
      // The button that gets the focus is not to be pressed by the same key.
      event.preventDefault();
      finish(event.key === "Enter" ? event.target.value : before);
    },
  } });
}
