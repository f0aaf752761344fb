import { element } from "./element.js";
import { clock, spoken } from "./clock.js";

/** The chapters above the lanes: buttons, of which Tab reaches one and the arrow keys the others. */
export class Segments {
  element = element("div", { class: "segments", role: "group", "aria-label": "Chapters", on: { keydown: (event) => this.step(event) } });

  /** `look(time)` brings a time into view. */
  constructor(store, view, look) {
    Object.assign(this, { store, view, look, segments: [] });
  }

  load() {
    const chapters = (this.store.shown?.chapters ?? []).filter((one) => typeof one.start === "number");
    this.segments = chapters.map((one, place) => ({
      start: one.start,
      end: one.end ?? chapters[place + 1]?.start ?? this.view.total,
      button: this.button(one, place),
    }));
    this.element.replaceChildren(...this.segments.map((one) => one.button));
    this.element.hidden = !chapters.length;
  }

  button({ headline, start }, place) {
    return element("button", {
      type: "button",
      dir: "auto",
      tabIndex: place ? -1 : 0,
      text: headline,
      title: `${headline} (${clock(start)})`,
      "aria-label": `${headline}, at ${spoken(start)}`,
      on: { click: () => this.store.seek(start), focus: () => this.look(start) },
    });
  }

  step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const buttons = this.segments.map((one) => one.button);
    const from = buttons.indexOf(event.target);
    if (!by || from < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = buttons[from + by];
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  place({ left, width }) {
    const { view } = this;
    for (const { start, end, button } of this.segments) {
      const from = Math.max(0, view.x(start, width));
      const to = Math.min(width, view.x(end, width));
      // Out of view it can still have the focus, which brings it into view.
      button.style.left = `${left + Math.min(from, width - 2)}px`;
      button.style.width = `${Math.max(2, to - from - 1)}px`;
      button.classList.toggle("away", to <= from);
    }
  }

  /** Says which of them the current time is in. */
  show(time) {
    for (const { start, end, button } of this.segments) {
      const now = time >= start && time < end;
      if (now === button.hasAttribute("aria-current")) continue;
      if (now) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }
}
