import { element, counted } from "./element.js";
import { clock } from "./clock.js";
import { kindName } from "./flags.js";
import { panel } from "./panel.js";

const LAYERS = {
  entities: ["Entities", (shown) => shown.entities.length],
  highlights: ["Highlights", (shown) => shown.highlights.length],
  topics: ["Topics", (shown) => shown.topics.length],
  redactions: ["Redactions", (shown) => shown.redactions.length],
  sentiment: ["Sentiment", (shown) => shown.sentiment.length],
  confidence: ["Confidence", (shown, words) => (words.sure.some((one) => one >= 0) ? null : 0)],
};

const SAYS = {
  sentiment: "＋ stands before what was said with a positive feeling, － before a negative one.",
  confidence: "Dotted: less than 80 % sure. Wavy: less than 50 %. Rest on a word to see how sure the service is.",
};

export function mountLayers(store) {
  const list = element("div", { class: "layers", role: "group", "aria-label": "Layers" });
  const box = panel("Layers", list);
  const draw = () => {
    const { shown } = store;
    const has = Object.entries(LAYERS).filter(([, [, count]]) => shown && count(shown, store.words) !== 0);
    list.replaceChildren(...has.flatMap(([layer, [label, count]]) => layerRow(store, layer, label, count(shown, store.words))));
    box.hidden = !has.length;
  };
  store.on("shown", draw);
  store.on("words", () => list.querySelector("#layer-confidence") ?? draw());
  store.on("layers", () => {
    for (const input of list.querySelectorAll("input")) {
      input.checked = store.layers.has(input.value);
      input.closest("label").nextElementSibling.hidden = !input.checked;
    }
  });
  draw();
  return box;
}

function layerRow(store, layer, label, count) {
  const flip = ({ target }) => {
    const layers = new Set(store.layers);
    if (target.checked) layers.add(layer);
    else layers.delete(layer);
    store.set("layers", layers);
  };
  const checked = store.layers.has(layer);
  return [
    element("label", { class: "layer" },
      element("input", { type: "checkbox", id: `layer-${layer}`, value: layer, checked, on: { change: flip } }),
      element("span", { class: `sample ${layer}`, text: label }), count === null ? null : element("span", { class: "faint", text: count })),
    element("div", { class: "layer-says", hidden: !checked }, ...saysOf(store, layer)),
  ];
}

function saysOf(store, layer) {
  const { shown } = store;
  if (layer === "topics") {
    return [element("ul", {}, ...shown.topics.map(({ name, relevance }) =>
      element("li", {}, element("span", { text: name, dir: "auto" }), " ",
        element("span", { class: "faint", text: `${Math.round(relevance * 100)} %` }))))];
  }
  if (layer === "entities") {
    const kinds = new Map();
    for (const { type } of shown.entities) kinds.set(type, (kinds.get(type) ?? 0) + 1);
    return [element("p", { text: [...kinds].map(([type, count]) => `${kindName(type)} ${count}`).join(" · ") })];
  }
  if (layer === "highlights") return [element("ul", {}, ...shown.highlights.map((one) => highlightRow(store, one)))];
  if (layer === "redactions") return [element("p", { text: `${counted(shown.redactions.length, "place")} where the service hid what was said.` })];
  return [element("p", { text: SAYS[layer] })];
}

// Times of a highlight that the list shows; the timeline has all.
const TIMES = 5;

function highlightRow(store, { text, times }) {
  const known = times.filter(([start]) => start !== null);
  return element("li", {}, element("span", { text, dir: "auto" }), " ", ...known.slice(0, TIMES).map(([start]) =>
    element("button", { type: "button", class: "time", text: clock(start), on: { click: () => store.seek(start) },
      "aria-label": `Go to ${text} at ${clock(start)}` })),
    known.length > TIMES ? element("span", { class: "faint", text: `and ${known.length - TIMES} more` }) : null);
}
