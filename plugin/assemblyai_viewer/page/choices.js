import { element } from "./element.js";
import { captionStyle } from "./captions.js";

// What can be chosen for captions: its label, and the least and the most of it, as in the plugin's get_subtitles.
const NUMBERS = {
  lines: ["Lines", 1, 4, 1],
  width: ["Characters per line", 10, 200, 1],
  seconds: ["Longest, in seconds", 1, 120, "any"],
  speed: ["Characters per second", 5, 100, "any"],
};

// How captions are to look, as a person chooses it; `style` is what captionsOf takes.
export class CaptionChoices {
  constructor() {
    this.speakers = element("input", { type: "checkbox" });
    this.inputs = Object.fromEntries(Object.entries(NUMBERS).map(([name, [, min, max, step]]) =>
      [name, element("input", { type: "number", min, max, step, inputmode: "decimal" })]));
    this.box = element("details", { class: "choices" },
      element("summary", { text: "How captions look" }),
      element("label", {}, this.speakers, "Say who speaks"),
      ...Object.entries(NUMBERS).map(([name, [label, min, max]]) =>
        element("label", {}, this.inputs[name], element("span", { text: label }), element("span", { class: "faint", text: `${min}–${max}` }))));
  }

  // What suits the script of a transcript, until something else is chosen.
  suit(store) {
    this.standard = captionStyle(store);
    for (const [name, input] of Object.entries(this.inputs)) input.placeholder = this.standard[name];
  }

  // What is no number is left as it is by default, and what is too much or too little is the most or the least.
  get style() {
    const chosen = { ...this.standard, speakers: this.speakers.checked };
    for (const [name, [, min, max, step]] of Object.entries(NUMBERS)) {
      const { value, valueAsNumber } = this.inputs[name];
      if (value === "" || !Number.isFinite(valueAsNumber)) continue;
      const within = Math.max(min, Math.min(max, valueAsNumber));
      chosen[name] = step === 1 ? Math.round(within) : within;
      this.inputs[name].value = chosen[name];
    }
    return chosen;
  }
}
