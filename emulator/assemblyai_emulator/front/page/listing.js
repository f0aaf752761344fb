// The recordings, newest first, a hundred at a time; what changes is changed in place, so that the focus stays.
import { clock, spoken } from "./clock.js";
import { element } from "./element.js";

const STATES = {
  queued: "Queued", downloading: "Being downloaded", processing: "Being transcribed", completed: "Completed",
  error: "Failed", deleted: "Deleted",
};
const day = new Intl.DateTimeFormat([], { dateStyle: "medium" });
const time = new Intl.DateTimeFormat([], { timeStyle: "short" });

function moment(ms) {
  const date = new Date(ms);
  const today = date.toDateString() === new Date().toDateString();
  return today ? `today, ${time.format(date)}` : `${day.format(date)}, ${time.format(date)}`;
}

function howFar(row) {
  if (row.state === "completed") return `after ${clock(row.ended - row.created)}`;
  if (row.state !== "processing" || row.began === null) return "";
  // Nothing is heard yet while a worker reads the speech model.
  return `${row.share ? `${Math.floor(100 * row.share)} %, ` : ""}for ${clock(Date.now() - row.began)}`;
}

class Row {
  #name = element("a", { dir: "auto" });
  #state = element("span", { class: "state" });
  #far = element("span", { class: "far" });
  #bar = element("progress", { max: 1, "aria-label": "Transcribed" });
  #error = element("p", { class: "failed", dir: "auto" });
  #time = element("time", {});
  #drawn = {};

  constructor() {
    this.view = element("li", {},
      element("div", { class: "what" }, this.#name, this.#time),
      element("div", { class: "how" }, this.#state, this.#far), this.#bar, this.#error);
  }

  draw(row) {
    const { title, state, error, created, link, share } = row;
    const far = howFar(row);
    this.#write(this.#name, title);
    this.#write(this.#state, STATES[state] ?? state);
    this.#write(this.#far, far);
    this.#write(this.#error, error ?? "");
    this.#write(this.#time, moment(created));
    // Before it is completed there is nothing to read.
    if (state !== "completed") this.#name.removeAttribute("href");
    else if (this.#name.getAttribute("href") !== link) this.#name.href = link;
    this.#time.dateTime = new Date(created).toISOString();
    this.view.dataset.state = state;
    this.#bar.hidden = state !== "processing";
    this.#bar.value = share ?? 0;
    this.#error.hidden = !error;
  }

  // A node that is written anew loses what was selected in it.
  #write(node, text) {
    if (this.#drawn[node.className + node.tagName] === text) return;
    this.#drawn[node.className + node.tagName] = text;
    node.textContent = text;
  }
}

// Rows by id: those that stay keep their elements.
class Rows {
  #kept = new Map();

  constructor(label) {
    this.view = element("ul", { class: "recordings", "aria-label": label });
  }

  draw(rows) {
    const before = this.#kept;
    this.#kept = new Map(rows.map((row) => [row.id, before.get(row.id) ?? new Row()]));
    for (const [id, row] of before) if (!this.#kept.has(id)) row.view.remove();
    let place = this.view.firstElementChild;
    for (const row of rows) {
      const { view } = this.#kept.get(row.id);
      this.#kept.get(row.id).draw(row);
      if (view === place) place = place.nextElementSibling;
      else this.view.insertBefore(view, place);
    }
    this.view.hidden = !rows.length;
  }
}

function summary(counts) {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const parts = [["queued", "queued"], ["processing", "being transcribed"], ["error", "failed"]];
  const others = parts.filter(([status]) => counts[status]).map(([status, says]) => `${counts[status].toLocaleString("en")} ${says}`);
  return [`${total.toLocaleString("en")} in all`, ...others].join(" · ");
}

// Says what has changed to those who do not see it: a recording that has ended since it was last drawn.
function endings(rows, before, announce) {
  for (const row of rows) {
    const was = before.get(row.id);
    if (was && was !== row.state && (row.state === "completed" || row.state === "error")) {
      announce(`${row.title}: ${row.state === "error" ? row.error : `completed after ${spoken(row.ended - row.created)}`}`);
    }
  }
  return new Map(rows.map((row) => [row.id, row.state]));
}

// `turn` is called with the id before which the next page begins, or null for the newest.
export function mountListing(announce, turn) {
  const working = new Rows("At work, on another page");
  const listed = new Rows("Recordings");
  const counts = element("p", { class: "counts" });
  const empty = element("p", { class: "empty", hidden: true,
    text: "Nothing yet. Drop a recording on this page, or send one with a program." });
  const heading = element("h3", { text: "At work, on another page" });
  let older = null;
  let states = new Map();
  const go = (where) => { turn(where); title.focus(); title.scrollIntoView(); };
  const newest = element("button", { type: "button", text: "Newest", on: { click: () => go(null) } });
  const next = element("button", { type: "button", text: "Older", on: { click: () => go(older) } });
  const turning = element("div", { class: "turn", hidden: true }, newest, next);
  const title = element("h2", { id: "recordings", text: "Recordings", tabIndex: -1 });
  const view = element("section", { class: "card listing", "aria-labelledby": "recordings" },
    element("div", { class: "title" }, title, counts), empty, heading, working.view, listed.view,
    turning);
  const draw = (page, isNewest) => {
    older = page.older;
    working.draw(page.at_work);
    listed.draw(page.recordings);
    heading.hidden = !page.at_work.length;
    empty.hidden = page.recordings.length > 0;
    counts.textContent = page.recordings.length ? summary(page.counts) : "";
    newest.hidden = isNewest;
    next.hidden = !older;
    turning.hidden = isNewest && !older;
    states = endings([...page.at_work, ...page.recordings], states, announce);
  };
  heading.hidden = true;
  return { view, draw };
}
