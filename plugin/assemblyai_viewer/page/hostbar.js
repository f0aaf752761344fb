import { element } from "./element.js";

// What the page says about the chat: what is going on, which transcript, what was found, and full screen.
export class HostBar {
  constructor({ choose, find, widen }) {
    this.find = find;
    const button = (name, click) => element("button", { type: "button", class: name, hidden: true, on: { click } });
    this.chooser = element("select", { "aria-label": "Transcript", hidden: true, on: { change: () => choose(this.chooser.value) } });
    this.terms = element("span", { class: "host-terms", role: "group", "aria-label": "Words that were searched", hidden: true });
    this.status = element("p", { class: "host-status", role: "status", dir: "auto" });
    this.action = button("host-action", () => this.act());
    this.wide = button("host-wide", widen);
    this.box = element("section", { class: "host-bar", "aria-label": "Chat" }, this.chooser, this.terms, this.status, this.action, this.wide);
    document.body.append(this.box);
    this.draw();
  }

  // A sentence, and what the person can do about it.
  say(text, label = "", act = null) {
    this.status.textContent = text;
    this.status.hidden = !text;
    this.action.textContent = label;
    this.action.hidden = !label;
    this.act = act;
    this.draw();
  }

  offer(ids, id, terms) {
    this.chooser.replaceChildren(...ids.map((one) => element("option", { value: one, text: one })));
    this.chooser.value = id;
    this.chooser.hidden = ids.length < 2;
    this.terms.replaceChildren(...terms.map(({ text, count }) => element("button",
      { type: "button", text: `${text} (${count})`, on: { click: () => this.find(text) } })));
    this.terms.hidden = terms.length < 2;
    this.draw();
  }

  // `label` is empty where the chat has no other way to show the page.
  offerWidth(label) {
    this.wide.textContent = label;
    this.wide.hidden = !label;
    this.draw();
  }

  draw() {
    const seen = [...this.box.children].filter((child) => !child.hidden);
    this.box.hidden = !seen.length;
    this.box.classList.toggle("alone", seen.length === 1 && seen[0] === this.wide);
  }
}
