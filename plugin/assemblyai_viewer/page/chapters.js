import { element } from "./element.js";
import { clock, spoken } from "./clock.js";
import { panel } from "./panel.js";

export function mountSummary(store) {
  const box = element("section", { class: "summary", "aria-labelledby": "summary" },
    element("h2", { id: "summary", text: "Summary" }));
  const draw = () => {
    const paragraphs = (store.shown?.summary ?? "").split(/\n+/).filter((line) => line.trim());
    box.replaceChildren(box.firstChild, ...paragraphs.map((text) => element("p", { text, dir: "auto" })));
    box.hidden = !paragraphs.length;
  };
  store.on("shown", draw);
  draw();
  return box;
}

export function mountChapters(store) {
  const list = element("ol", { class: "rows" });
  const box = panel("Chapters", list);
  const draw = () => {
    const chapters = store.shown?.chapters ?? [];
    list.replaceChildren(...chapters.map((chapter) => element("li", {}, chapterButton(store, chapter))));
    box.hidden = !chapters.length;
  };
  store.on("shown", draw);
  store.on("time", (time) => {
    for (const [at, { start, end }] of (store.shown?.chapters ?? []).entries()) {
      const isNow = start !== null && start <= time && (end === null || time < end);
      list.children[at].firstChild.setAttribute("aria-current", isNow);
    }
  });
  draw();
  return box;
}

function chapterButton(store, { headline, summary, start }) {
  return element("button", { type: "button", class: "row", disabled: start === null, on: { click: () => store.seek(start) } },
    start === null ? null : element("time", { text: clock(start), "aria-label": spoken(start) }), " ",
    element("b", { text: headline, dir: "auto" }),
    summary && summary !== headline ? element("span", { class: "faint", text: summary, dir: "auto" }) : null);
}
