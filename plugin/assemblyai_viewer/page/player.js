import { element } from "./element.js";
import { clock } from "./clock.js";
import { Keys } from "./keys.js";

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
// Audio and transcript that differ by no more belong together, in ms (the service counts whole seconds), or as a share.
const TOLERANCE = 2000;
const SHARE = 0.01;
// The codes of a MediaError that stand for a fault: the audio broke off, is damaged, or cannot be had at all.
const BROKEN = 2;
const DAMAGED = 3;
const UNUSABLE = 4;
const UNKNOWN_KIND = "of a kind that this browser does not know";

class Player {
  constructor(store, host) {
    Object.assign(this, { store, host });
    this.audio = element("audio", { preload: "metadata" });
    this.keys = new Keys(store, this);
    this.element = element("div", { class: "player", role: "group", "aria-label": "Player" }, this.audio, ...this.parts(), this.keys.help);
    this.listen();
    this.hear();
    this.load();
  }

  parts() {
    const { store } = this;
    const button = (text, title, click, more = {}) => element("button", { type: "button", text, title, on: { click }, ...more });
    const skip = (seconds) => button(`${seconds > 0 ? "+" : "−"}10 s`, seconds > 0 ? "10 seconds on" : "10 seconds back",
      () => store.seek(Math.min(store.duration, store.time + seconds * 1000)));
    this.play = button("", "Play (space)", () => this.toggle(), { class: "play" });
    this.clock = element("span", { class: "clock" });
    this.reason = element("span", { class: "reason", dir: "auto", role: "status" });
    this.file = element("input", { type: "file", accept: "audio/*,video/*", on: { change: () => this.choose(this.file.files[0]) } });
    this.chooser = element("label", { class: "chooser", hidden: true }, "Choose the recording … ", this.file);
    this.rate = element("select", { title: "Speed (< and >)", "aria-label": "Speed", on: { change: () => store.set("rate", Number(this.rate.value)) } },
      ...RATES.map((rate) => element("option", { value: String(rate), text: `${rate}×` })));
    this.follow = button("Follow", "Keep the spoken word in view", () => store.set("follow", !store.follow));
    const help = button("?", "Keys", null, { popovertarget: "keys", "aria-label": "Keys" });
    return [skip(-10), this.play, skip(10), this.clock, this.rate, this.follow, help, this.reason, this.chooser];
  }

  listen() {
    const { store } = this;
    store.on("shown", () => this.load());
    store.on("seek", ({ time, play }) => this.seek(time, play));
    store.on("rate", () => this.showRate());
    store.on("follow", () => this.showFollow());
    for (const name of ["time", "duration"]) store.on(name, () => this.showTime());
    this.showRate();
    this.showFollow();
  }

  // What the audio reports. Its time counts only while it plays: else the store's is where the reader went, which may
  // be beyond the end of an audio that is too short.
  hear() {
    const { audio, store } = this;
    const on = (name, listener) => audio.addEventListener(name, listener);
    const playing = (now) => () => (store.set("playing", now), this.showPlaying(), this.tick());
    on("play", playing(true));
    on("pause", playing(false));
    on("timeupdate", () => this.takeTime());
    on("durationchange", () => this.measure());
    on("error", () => this.fail());
    on("playing", () => this.showUsable(null));
    for (const name of ["waiting", "playing", "pause"]) on(name, () => this.play.classList.toggle("waits", name === "waiting"));
  }

  load() {
    const { src, note } = this.store.shown?.audio ?? {};
    this.audio.pause();
    this.measured = false;
    this.chosen = null;
    this.source(src);
    this.showUsable(src ? null : (note ?? "There is no audio to play."));
    this.showTime();
    this.announce();
  }

  source(src) {
    if (src) this.audio.src = src;
    else this.audio.removeAttribute("src");
    this.audio.load();
    this.showRate();
  }

  // A chat lets a page play what it holds itself, but no blob.
  async choose(file) {
    if (!file) return;
    if (this.chosen) URL.revokeObjectURL(this.chosen);
    this.chosen = this.host ? await dataUrlOf(file) : URL.createObjectURL(file);
    this.measured = false;
    this.source(this.chosen);
    this.audio.currentTime = this.store.time / 1000;
    this.showUsable(null);
  }

  // Without a reason the audio can be played.
  showUsable(reason) {
    this.play.disabled = reason !== null;
    this.play.title = reason ?? "Play (space)";
    this.say(reason);
    this.showPlaying();
  }

  // What is wrong, beside the way out of it: to choose the recording.
  say(reason) {
    const isSaid = reason !== null && Boolean(this.store.shown);
    this.reason.textContent = isSaid ? reason : "";
    this.chooser.hidden = !isSaid;
  }

  showPlaying() {
    this.play.setAttribute("aria-label", this.store.playing ? "Pause" : "Play");
    this.play.classList.toggle("plays", this.store.playing);
  }

  showRate() {
    const { audio, rate } = this;
    audio.preservesPitch = true;
    audio.defaultPlaybackRate = audio.playbackRate = this.store.rate;
    rate.value = String(this.store.rate);
  }

  showFollow() {
    this.follow.setAttribute("aria-pressed", String(this.store.follow));
  }

  showTime() {
    const text = `${clock(this.store.time)} / ${clock(this.store.duration)}`;
    if (this.clock.textContent !== text) this.clock.textContent = text;
  }

  async toggle() {
    const { audio, store, play } = this;
    if (play.disabled) return;
    if (store.playing) return audio.pause();
    // A broken connection is tried again, from where it broke.
    if (audio.error) audio.load();
    // At the end it begins again, also while the browser is still seeking to the end.
    if (store.time >= store.duration) audio.currentTime = 0;
    else if (audio.ended || audio.error) audio.currentTime = store.time / 1000;
    try {
      await audio.play();
    } catch (error) {
      // AbortError: something else was asked for meanwhile. NotSupportedError: the error event says more.
      if (error.name === "NotAllowedError") store.note("The browser did not begin to play. Press play once more.");
    }
  }

  faster(steps) {
    const place = RATES.indexOf(this.store.rate) + steps;
    if (RATES[place]) this.store.set("rate", RATES[place]);
  }

  seek(time, play) {
    const { audio, store } = this;
    const goal = Math.min(time, Math.max(store.duration, 0));
    if (!this.play.disabled) audio.currentTime = goal / 1000;
    if (goal > this.length()) audio.pause();
    store.set("time", goal);
    if (play && !store.playing && goal <= this.length()) this.toggle();
  }

  // The audio's own, in ms; without end while it is not known, as of a stream.
  length() {
    return this.audio.duration > 0 ? this.audio.duration * 1000 : Infinity;
  }

  tick() {
    cancelAnimationFrame(this.frame);
    if (!this.store.playing) return;
    this.takeTime();
    this.frame = requestAnimationFrame(() => this.tick());
  }

  takeTime() {
    if (this.store.playing) this.store.set("time", Math.round(this.audio.currentTime * 1000));
  }

  measure() {
    const { store } = this;
    const length = Math.round(this.length());
    if (this.measured || length === Infinity) return;
    this.measured = true;
    const expected = store.shown.duration ?? store.duration;
    store.setAudioDuration(length);
    if (!expected || Math.abs(expected - length) <= Math.max(TOLERANCE, expected * SHARE)) return;
    store.note(`The audio lasts ${clock(length)}, but the transcript is of a recording of ${clock(expected)}: it may be of another, and words and sound may not fit.`);
  }

  fail() {
    const { code } = this.audio.error;
    if (code === BROKEN) {
      this.audio.pause();
      this.say("The audio broke off: the connection was lost, or its address has expired. Press play to try again.");
    } else if (code === DAMAGED) this.showUsable(`The audio cannot be played: it is damaged, or ${UNKNOWN_KIND}.`);
    else if (code === UNUSABLE) this.showUsable(this.whyUnusable());
  }

  // A browser does not say whether the audio is not there, or is there and of no use.
  whyUnusable() {
    const { src } = this.store.shown.audio;
    if (this.chosen || /^data:/i.test(src)) return `The audio cannot be played: it is ${UNKNOWN_KIND}.`;
    if (/^https?:/i.test(src)) return `The audio cannot be played: its address has expired or is wrong, or it is ${UNKNOWN_KIND}.`;
    return `The audio cannot be played: ${fileOf(src)} is not beside this page, or is ${UNKNOWN_KIND}. Put it there and load the page again.`;
  }

  // What the system shows on its own controls, and what those do.
  announce() {
    const { mediaSession } = navigator;
    if (!mediaSession || !this.store.shown) return;
    const { store } = this;
    mediaSession.metadata = new MediaMetadata({ title: store.shown.title });
    const actions = {
      play: () => this.toggle(),
      pause: () => this.audio.pause(),
      seekbackward: () => store.seek(store.time - 10_000),
      seekforward: () => store.seek(store.time + 10_000),
      seekto: ({ seekTime }) => store.seek(seekTime * 1000),
    };
    for (const [name, action] of Object.entries(actions)) mediaSession.setActionHandler(name, action);
  }
}

// The name of a file, of its path as in HTML.
function fileOf(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function dataUrlOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

export function mountPlayer(store, host) {
  return new Player(store, host).element;
}
