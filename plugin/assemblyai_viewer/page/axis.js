// The stretch of time that the timeline shows, and the steps of its scale. All times are milliseconds.

/** No closer than this. */
const SHORTEST_VIEW = 2000;
/** What people count time in, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000];

export function within(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

export class View {
  total = 0;
  from = 0;
  span = 0;

  get to() {
    return this.from + this.span;
  }

  get zoomed() {
    return this.span < this.total;
  }

  /** Keeps what is shown, or goes on showing everything. */
  setTotal(total) {
    const span = this.zoomed ? this.span : total;
    this.total = total;
    this.move(this.from, span);
  }

  move(from, span = this.span) {
    this.span = within(span, Math.min(SHORTEST_VIEW, this.total), this.total);
    this.from = within(from, 0, this.total - this.span);
  }

  /** Shows `factor` times as much; `at` stays where it is. */
  zoom(factor, at) {
    const span = within(this.span * factor, Math.min(SHORTEST_VIEW, this.total), this.total);
    this.move(at - ((at - this.from) / this.span) * span, span);
  }

  /** Turns the page, as it were, if `time` is not in view. It jumps: nothing glides, for who prefers reduced motion. */
  reveal(time) {
    const hidden = time < this.from || time > this.to;
    if (hidden) this.move(time - this.span / 10);
    return hidden;
  }

  x(time, width) {
    return ((time - this.from) / this.span) * width;
  }

  time(x, width) {
    return within(this.from + (x / width) * this.span, 0, this.total);
  }

  /** The times of the scale, at least `room` pixels apart. */
  ticks(width, room) {
    const least = ((this.span / 1000) * room) / width;
    const step = 1000 * (STEPS.find((seconds) => seconds >= least) ?? Math.ceil(least / 36000) * 36000);
    const times = [];
    for (let time = Math.ceil(this.from / step) * step; time <= this.to; time += step) times.push(time);
    return times;
  }
}
