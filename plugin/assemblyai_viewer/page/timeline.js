import { element } from "./element.js";
import { clock, spoken } from "./clock.js";
import { View } from "./axis.js";
import { lanesOf, speaksAt, stretches } from "./lanes.js";
import { drawOverview, drawTimeline, sizesOf } from "./drawing.js";
import { Segments } from "./segments.js";
import { Gestures } from "./gestures.js";

const COLORS = ["back", "front", "faint", "line", "accent", "mark", "warn", ...[1, 2, 3, 4, 5, 6, 7, 8].map((one) => `speaker-${one}`)];
/** A click this near to a mark means it, in pixels. */
const NEAR = 6;
const ZOOM = 1.6;
/** A window of less height, in pixels, has lower lanes, as has a chat. */
const LITTLE = 660;
/** How many words a hint shows. */
const HINT_WORDS = 7;

class Timeline {
  view = new View();
  colors = null;
  active = null;
  picture = element("canvas", {});
  whole = element("canvas", {});
  frame = element("div", { class: "frame" });
  overview = element("div", { class: "overview", title: "The whole recording: drag to move what is shown above" }, this.whole, this.frame);
  playhead = element("div", { class: "playhead" });
  hint = element("div", { class: "hint", hidden: true, dir: "auto" });
  probe = element("span", { hidden: true });

  constructor(store) {
    this.store = store;
    this.segments = new Segments(store, this.view, (time) => this.look(time));
    this.slider = element("div", { class: "lanes", role: "slider", tabIndex: 0, "aria-label": "Time", "aria-valuemin": "0" },
      this.picture, this.playhead, this.hint);
    // Time runs from left to right on every page, as on a player's bar, also where the text runs the other way.
    this.element = element("div", { class: "timeline", dir: "ltr", role: "group", "aria-label": "Timeline" },
      this.segments.element, this.slider, this.zoomBar(), this.probe);
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.listen();
    this.load();
  }

  zoomBar() {
    const button = (text, label, factor) =>
      element("button", { type: "button", text, title: label, "aria-label": label, on: { click: () => this.zoom(factor) } });
    this.closer = button("+", "Zoom in", 1 / ZOOM);
    this.wider = [button("−", "Zoom out", ZOOM), button("All", "All: show the whole", Infinity)];
    return element("div", { class: "zoom" }, this.overview,
      element("span", { class: "how wheel", text: "Wheel or pinch to zoom, click to go there" }),
      element("span", { class: "how touch", text: "Pinch to zoom, tap to go there" }), this.wider[0], this.closer, this.wider[1]);
  }

  listen() {
    const { store } = this;
    new Gestures(this, this.slider, (event) => this.placeOf(event));
    for (const name of ["pointerdown", "pointermove"]) this.overview.addEventListener(name, (event) => this.browse(event));
    for (const name of ["shown", "words", "names", "duration"]) store.on(name, () => this.reload());
    for (const name of ["marks", "hit", "layers"]) store.on(name, () => this.changed());
    store.on("time", (time) => this.advance(time));
    store.on("seek", ({ time }) => this.look(time));
    new ResizeObserver(() => this.changed()).observe(this.element);
    addEventListener("resize", () => this.changed());
    const themed = () => this.changed((this.colors = null));
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", themed);
    new MutationObserver(themed).observe(document.documentElement, { attributes: true });
  }

  /** Words come in pieces; all that came before the next frame are one change. */
  reload() {
    this.stale = true;
    this.changed();
  }

  load() {
    const { store, view } = this;
    this.stale = false;
    view.setTotal(store.duration);
    this.element.hidden = !store.shown || view.total <= 0;
    if (this.element.hidden) return;
    this.lanes = lanesOf(store);
    const kinds = Object.groupBy(store.shown.sentiment.filter((one) => one.start !== null && one.end !== null), (one) => one.sentiment);
    const mood = (kind) => stretches((kinds[kind] ?? []).map((one) => [one.start, one.end]));
    this.sentiment = store.shown.sentiment.length ? { positive: mood("positive"), neutral: mood("neutral"), negative: mood("negative") } : null;
    this.segments.load();
    this.slider.setAttribute("aria-valuemax", String(Math.round(view.total / 1000)));
    this.said = null;
    this.advance(store.time);
    this.changed();
  }

  /** The one place that asks for a frame; nothing is drawn where nothing changed. */
  changed() {
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      if (this.stale) this.load();
      if (!this.element.hidden) this.paint();
    });
  }

  paint() {
    const { store, view, lanes } = this;
    const width = this.element.clientWidth;
    if (!width) return;
    this.colors ??= this.readColors();
    const sentiment = store.layers.has("sentiment") ? this.sentiment : null;
    const low = innerHeight < LITTLE || document.documentElement.dataset.display === "inline";
    this.sizes = sizesOf(lanes.length, sentiment, low, width);
    const at = store.hits[store.hit];
    const hit = at ? (store.timesOf(at.first, at.count)?.[0] ?? null) : null;
    const { colors, sizes, active } = this;
    const scene = { view, lanes, sentiment, sizes, colors, active, hit, marks: store.marks(), names: store.names, font: this.font };
    drawTimeline(this.context(this.picture, width, sizes.height), scene);
    this.segments.place(sizes);
    for (const button of this.wider) button.disabled = !view.zoomed;
    this.element.classList.toggle("zoomed", view.zoomed);
    if (view.zoomed) this.paintOverview(scene);
    this.placeHead();
  }

  /** The whole changes seldom; its frame is an element. */
  paintOverview(scene) {
    const { view, frame } = this;
    const { clientWidth, clientHeight } = this.overview;
    const stands = [clientWidth, devicePixelRatio, scene.lanes, scene.marks, scene.colors];
    if (stands.some((one, at) => one !== this.stands?.[at])) {
      this.stands = stands;
      drawOverview(this.context(this.whole, clientWidth, clientHeight), scene, clientWidth, clientHeight);
    }
    frame.style.left = `${(100 * view.from) / view.total}%`;
    frame.style.width = `max(4px, ${(100 * view.span) / view.total}%)`;
  }

  /** As many pixels as the screen has. */
  context(canvas, width, height) {
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  /** A canvas knows no custom properties, and no light-dark(): the browser works out what they are. */
  readColors() {
    const style = getComputedStyle(this.probe);
    this.font = style.fontFamily;
    return Object.fromEntries(COLORS.map((name) => {
      this.probe.style.color = `var(--${name})`;
      return [name, style.color];
    }));
  }

  advance(time) {
    if (this.element.hidden) return;
    const { view, lanes, store } = this;
    // Where the time left the view by itself the page is turned, but not where the view was moved away from it.
    if (this.follows && store.playing && view.reveal(time)) this.changed();
    const active = lanes.find((lane) => speaksAt(lane, time))?.speaker ?? null;
    if (active !== this.active) this.changed((this.active = active));
    const said = Math.floor(time / 1000);
    if (said !== this.said || this.saidOf !== active) this.say((this.said = said), (this.saidOf = active), time);
    if (this.sizes) this.placeHead();
  }

  say(seconds, active, time) {
    const who = active === null ? "" : `, ${this.store.names[active]} speaks`;
    this.slider.setAttribute("aria-valuenow", String(seconds));
    this.slider.setAttribute("aria-valuetext", spoken(time) + who);
    this.segments.show(time);
  }

  placeHead() {
    const { view, store, sizes } = this;
    const x = view.x(store.time, sizes.width);
    this.follows = x >= 0 && x <= sizes.width;
    this.playhead.hidden = !this.follows;
    this.playhead.style.transform = `translateX(${sizes.left + x}px)`;
  }

  look(time) {
    if (this.view.reveal(time)) this.changed();
  }

  zoom(factor) {
    const { view, store } = this;
    const seen = store.time >= view.from && store.time <= view.to;
    view.zoom(factor, seen ? store.time : view.from + view.span / 2);
    this.changed();
  }

  press(event) {
    const minute = { PageUp: -60_000, PageDown: 60_000 }[event.key];
    const factor = { "+": 1 / ZOOM, "=": 1 / ZOOM, "-": ZOOM, 0: Infinity }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(minute || factor)) return;
    event.preventDefault();
    if (minute) this.store.seek(Math.min(this.view.total, this.store.time + minute));
    else this.zoom(factor);
  }

  /** Where a pointer is: [x from the start of the lanes, y, the lanes' width]. */
  placeOf(event) {
    const box = this.picture.getBoundingClientRect();
    return [event.clientX - box.left - this.sizes.left, event.clientY - box.top, this.sizes.width];
  }

  seek(x, y) {
    const mark = y >= this.sizes.marks ? this.markNear(x) : null;
    this.store.seek(mark ? mark.start : this.view.time(x, this.sizes.width));
  }

  markNear(x) {
    const far = (mark) => Math.abs(this.view.x(mark.start, this.sizes.width) - x);
    const near = this.store.marks().filter((mark) => far(mark) <= NEAR);
    return near.sort((one, other) => far(one) - far(other))[0] ?? null;
  }

  /** The overview is dragged: what is shown moves there. */
  browse(event) {
    if (!(event.buttons & 1)) return;
    if (event.type === "pointerdown") this.overview.setPointerCapture(event.pointerId);
    const { left, width } = this.overview.getBoundingClientRect();
    const time = ((event.clientX - left) / width) * this.view.total;
    this.view.move(time - this.view.span / 2);
    this.changed();
  }

  hover(place) {
    const { hint, sizes } = this;
    hint.hidden = !place || place[0] < 0;
    if (hint.hidden) return;
    const [x, y, width] = place;
    hint.textContent = this.hinted(this.view.time(x, width), x, y);
    const left = sizes.left + x;
    hint.style.left = `${Math.max(0, Math.min(left + 12, sizes.left + width - hint.offsetWidth))}px`;
  }

  hinted(time, x, y) {
    const { store, lanes, sizes } = this;
    const mark = y >= sizes.marks - 2 ? this.markNear(x) : null;
    if (mark) return `${clock(mark.start)} · ${MARKS[mark.kind]}: ${mark.title}`;
    const under = lanes[Math.floor((y - sizes.top) / sizes.lane)];
    const lane = under && speaksAt(under, time) ? under : lanes.find((one) => speaksAt(one, time));
    if (!lane) return `${clock(time)} · silence`;
    const first = store.wordAt(time);
    const end = Math.min(first + HINT_WORDS, store.wordsOfTurn(store.turnOf(first))[1]);
    const words = lane.speaker === (store.turns[store.turnOf(first)].speaker ?? null) ? `: ${store.textOf(first, end)} …` : "";
    return `${clock(time)} · ${store.names[lane.speaker] ?? "Speech"}${words}`;
  }
}

const MARKS = {
  hit: "found",
  quote: "quote",
  unverified: "quote that was not found in the text",
  highlight: "highlight",
  entity: "entity",
  redaction: "redaction",
};

export function mountTimeline(store) {
  return new Timeline(store).element;
}
