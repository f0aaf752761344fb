import { element } from "./element.js";
import { clock, spoken } from "./clock.js";
import { panel } from "./panel.js";
import { termsOf } from "./terms.js";

export function mountAnswers(store) {
  const list = element("div", { class: "answers" });
  const box = panel("Answers", list);
  const terms = termsOf(store);
  const draw = () => {
    const { answers } = store;
    list.replaceChildren(...answers.map((one) => answerBox(store, terms, one)));
    box.hidden = !answers.length;
    box.open ||= answers.length > 0;
  };
  for (const name of ["shown", "answers", "names"]) store.on(name, draw);
  // On paper nothing can be opened.
  addEventListener("beforeprint", () => { box.open = true; });
  draw();
  return box;
}

function answerBox(store, terms, { question, answer, quotes }) {
  return element("article", { class: "answer" },
    element("h3", { text: question, dir: "auto" }),
    ...answer.split(/\n+/).filter((line) => line.trim()).map((text) => element("p", { text, dir: "auto" })),
    quotes.length ? element("ul", { class: "rows" }, ...quotes.map((quote) => element("li", {}, quoteRow(store, terms, quote)))) : null);
}

function quoteRow(store, terms, quote) {
  const { text, speaker, start, verified } = quote;
  const known = start === null || !verified ? null : element("time", { text: clock(start), "aria-label": spoken(start) });
  const parts = [
    element("q", { text, dir: "auto" }),
    element("span", { class: "faint" }, speaker ?? "", speaker && known ? ", " : "", known),
    verified ? element("span", { class: "on-paper", text: "Found in the transcript" }) : null,
  ];
  if (verified) {
    return element("button", { type: "button", class: "row quote", on: { click: () => goToQuote(store, terms, quote) } }, ...parts);
  }
  return element("div", { class: "row quote unverified" },
    element("strong", { class: "warning", text: "Not found in the transcript" }), ...parts);
}

// The words of a quote, by what it says and when; of several places that say the same, the one at its time.
function goToQuote(store, terms, { text, start, end }) {
  const { hits, begun } = terms.find(text);
  const far = ({ first }) => Math.abs(store.words.start(first) - (start ?? 0));
  const said = begun ? [] : [...hits].sort((one, other) => far(one) - far(other));
  const stretch = start === null ? null : store.words.within(start, end ?? start);
  const place = said[0] ?? (stretch && { first: stretch[0], count: stretch[1] - stretch[0] });
  if (place) store.set("quote", place);
  const times = start === null && place ? store.timesOf(place.first, place.count) : [start];
  if (times && times[0] !== null) store.seek(times[0]);
}
