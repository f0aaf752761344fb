import { within } from "./axis.js";

/** A pointer that moves no more than this, in pixels, clicks. */
const STILL = 4;

/**
 * Click to seek, drag to pan (or, where all is in view, to seek), pinch and wheel to zoom.
 * `timeline` has view, seek(x, y), hover(x, y), moved(); `place(event)` gives [x, y] on the lanes, and their width.
 */
export class Gestures {
  pointers = new Map();

  constructor(timeline, target, place) {
    this.timeline = timeline;
    this.place = place;
    const { view } = timeline;
    this.view = view;
    target.addEventListener("pointerdown", (event) => this.down(event, target));
    target.addEventListener("pointermove", (event) => this.move(event));
    target.addEventListener("pointerup", (event) => this.up(event));
    target.addEventListener("pointercancel", (event) => this.pointers.delete(event.pointerId));
    target.addEventListener("pointerleave", () => timeline.hover(null));
    target.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  down(event, target) {
    if (event.button > 0) return;
    target.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.place(event));
    this.still = this.pointers.size === 1;
    this.begin();
  }

  /** What a drag or a pinch is measured from. */
  begin() {
    const [first, second] = [...this.pointers.values()];
    if (!first) return;
    const [x, , width] = first;
    const middle = second ? (x + second[0]) / 2 : x;
    this.start = { x, span: this.view.span, at: this.view.from + (middle / width) * this.view.span, apart: second && Math.abs(x - second[0]) };
  }

  move(event) {
    const here = this.place(event);
    if (!this.pointers.has(event.pointerId)) {
      this.timeline.hover(here);
      return;
    }
    if (Math.abs(here[0] - this.start.x) > STILL) this.still = false;
    this.pointers.set(event.pointerId, here);
    if (!this.still) this.drag(...this.pointers.values());
  }

  drag([x, y, width], second) {
    const { view, timeline, start } = this;
    if (second) {
      const span = within((start.span * start.apart) / Math.max(1, Math.abs(x - second[0])), 1, view.total);
      view.move(start.at - ((x + second[0]) / 2 / width) * span, span);
    } else if (view.zoomed) view.move(start.at - (x / width) * view.span);
    else timeline.seek(x, -1);
    timeline.moved();
    timeline.hover(null);
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.still) this.timeline.seek(...this.place(event));
    this.still = false;
    this.begin();
  }

  /** In a chat the page is part of another that the wheel scrolls: there it zooms with Ctrl only (as a trackpad's pinch). */
  wheel(event) {
    const { view } = this;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const [x, , width] = this.place(event);
    const pixels = (sideways ? event.deltaX || event.deltaY : event.deltaY) * (event.deltaMode === 1 ? 24 : 1);
    const before = [view.from, view.span];
    if (sideways) view.move(view.from + (pixels / width) * view.span);
    else if (event.ctrlKey || event.metaKey || document.documentElement.dataset.display !== "inline") {
      view.zoom(Math.exp(within(pixels, -200, 200) / 300), view.time(x, width));
    }
    // Where it has nothing to do, such as at its ends, it scrolls the page.
    if (before[0] === view.from && before[1] === view.span) return;
    event.preventDefault();
    this.timeline.moved();
  }
}
