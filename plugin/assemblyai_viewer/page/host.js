import { Bridge } from "./bridge.js";
import { transcriptsOf, textOfResult, answersFor, termsFor } from "./results.js";
import { Filling } from "./filling.js";
import { HostBar } from "./hostbar.js";
import { Offer } from "./offer.js";

// Pixels that the page takes in a conversation, at most.
const INLINE_HEIGHT = 500;
// The host's name for each of the page's colours and fonts.
const HOST_STYLES = {
  "--back": "--color-background-primary", "--panel": "--color-background-secondary", "--front": "--color-text-primary",
  "--faint": "--color-text-secondary", "--line": "--color-border-primary", "--accent": "--color-text-info",
  "--warn": "--color-text-warning", "--font": "--font-sans", "--mono": "--font-mono",
};

// The chat around the page, as of MCP Apps 2026-01-26; null where there is none.
export function connectHost(store) {
  return window.parent === window || store.shown ? null : new Host(store);
}

class Host {
  constructor(store) {
    Object.assign(this, { store, context: {}, can: {}, given: {}, ids: [], data: {}, mode: "inline" });
    this.bar = new HostBar({ choose: (id) => this.show(id), find: (text) => store.set("query", text), widen: () => this.fullScreen() });
    this.offer = new Offer(this);
    this.bridge = new Bridge({
      ping: () => ({}),
      "ui/resource-teardown": () => this.end(),
      "ui/notifications/tool-input": (params) => this.start(params.arguments ?? {}),
      "ui/notifications/tool-result": (result) => this.take(result),
      "ui/notifications/tool-cancelled": ({ reason }) => this.bar.say(`The call was cancelled${reason ? `: ${reason}` : "."}`),
      "ui/notifications/host-context-changed": (changes) => this.adapt(changes),
    });
    this.filling = new Filling(this.bridge, store, (...said) => this.bar.say(...said));
    this.ready = this.begin();
  }

  get inline() {
    return this.mode === "inline";
  }

  async begin() {
    try {
      const told = await this.bridge.request("ui/initialize", {
        protocolVersion: "2026-01-26",
        appInfo: { name: "assemblyai-transcript", version: "1.0.0" },
        appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
      });
      this.can = told.hostCapabilities ?? {};
      this.adapt(told.hostContext ?? {});
    } catch (error) {
      this.bar.say(error.message);
      return;
    }
    this.bridge.notify("ui/notifications/initialized");
    this.sizes = new ResizeObserver(() => this.report());
    this.sizes.observe(document.body);
  }

  // The host tells what has changed, part by part.
  adapt(changes) {
    Object.assign(this.context, changes);
    const { theme, styles, displayMode, safeAreaInsets } = changes;
    const root = document.documentElement;
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    for (const [own, name] of Object.entries(HOST_STYLES)) {
      const value = styles?.variables?.[name];
      if (typeof value === "string") root.style.setProperty(own, value);
    }
    for (const [side, pixels] of Object.entries(safeAreaInsets ?? {})) {
      root.style.setProperty(`--safe-${side}`, `${Number(pixels) || 0}px`);
    }
    if (displayMode && displayMode !== this.mode) Object.assign(this, { mode: displayMode, reported: 0 });
    root.dataset.display = this.mode;
    const other = this.inline ? "fullscreen" : "inline";
    const label = this.inline ? "Full screen" : "Back to the chat";
    this.bar.offerWidth(this.context.availableDisplayModes?.includes(other) ? label : "");
    this.report();
  }

  // In a conversation the frame grows with the page, up to a height; then the page scrolls in it.
  report() {
    const { height, maxHeight } = this.context.containerDimensions ?? {};
    const needed = Math.ceil(document.body.getBoundingClientRect().height);
    const wanted = Math.min(needed, maxHeight ?? INLINE_HEIGHT, INLINE_HEIGHT);
    if (!this.inline || height !== undefined || wanted === this.reported) return;
    this.reported = wanted;
    this.bridge.notify("ui/notifications/size-changed", { width: window.innerWidth, height: wanted });
  }

  // The transcript can be shown while a tool still works on it.
  start(given) {
    this.given = given;
    const ids = transcriptsOf(given, {});
    if (ids.length) this.choose(ids, {});
    else this.bar.say("The transcript appears here when the tool is done.");
  }

  take(result) {
    const ids = transcriptsOf(this.given, result);
    if (!result.isError && ids.length) {
      this.choose(ids, result.structuredContent ?? {});
      return;
    }
    this.bar.say(textOfResult(result.content) || "The tool gave no transcript.");
  }

  choose(ids, data) {
    Object.assign(this, { ids, data });
    this.bar.say("");
    this.show(ids.includes(this.id) ? this.id : ids[0]);
  }

  show(id) {
    if (id !== this.id) this.offer.takeBack();
    this.id = id;
    const terms = termsFor(id, this.data, this.given.words);
    this.bar.offer(this.ids, id, terms);
    this.filling.show(id, { answers: answersFor(id, this.data), terms });
  }

  // Words go into the conversation, as a message of the person's.
  say(first, end) {
    const [text, cut] = this.offer.quoted(first, end);
    return this.try("ui/message", { role: "user", content: [{ type: "text", text }] }, `The passage is in the chat.${cut}`);
  }

  // A frame in a chat may not save files itself.
  async download(name, mimeType, text) {
    if (!this.can.downloadFile) {
      this.bar.say("This chat cannot save files. To save one: assemblyai-tools get, or assemblyai-tools view.");
      return false;
    }
    const resource = { uri: `file:///${encodeURIComponent(name)}`, mimeType, text };
    return this.try("ui/download-file", { contents: [{ type: "resource", resource }] }, "");
  }

  async openLink(url) {
    return /^https?:/i.test(url) && this.try("ui/open-link", { url }, "");
  }

  async fullScreen() {
    const mode = this.inline ? "fullscreen" : "inline";
    const told = await this.bridge.request("ui/request-display-mode", { mode }).catch(() => ({}));
    this.adapt({ displayMode: told.mode ?? this.mode });
  }

  // Whether the host did it; the person sees what came of it.
  async try(method, params, done) {
    const failure = await this.ask(method, params);
    this.bar.say(failure ?? done);
    return failure === null;
  }

  // Null, or the sentence that says why the host did not do it.
  async ask(method, params) {
    try {
      const result = await this.bridge.request(method, params);
      return result.isError ? "The chat did not take it." : null;
    } catch (error) {
      return error.message;
    }
  }

  end() {
    this.filling.stop();
    this.sizes?.disconnect();
    setTimeout(() => this.bridge.close());
  }
}
