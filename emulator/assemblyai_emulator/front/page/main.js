// The page: asks once a second what has changed while somebody looks at it, and for the key where one is demanded.
import { mountAdding } from "./adding.js";
import { ask, key } from "./asking.js";
import { mountClients } from "./clients.js";
import { element } from "./element.js";
import { mountListing } from "./listing.js";

const PAUSE = 1000;
const columns = document.querySelector("main");
const news = document.getElementById("news");
const skip = document.querySelector(".skip");
const trouble = document.querySelector(".trouble");

function announce(text) {
  news.textContent = text;
}

function complain(text) {
  if (trouble.textContent !== text) trouble.textContent = text;
  trouble.hidden = !text;
}

// Asks for the list again and again. A 304 says that nothing has changed: only the clocks go on then.
class Watch {
  #before = null;
  #tag = null;
  #page = null;
  #timer = 0;
  #turn = 0;

  constructor(draw, locked) {
    this.draw = draw;
    this.locked = locked;
    document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(this.#timer) : this.now()));
  }

  show(before) {
    this.#before = before;
    this.#tag = null;
    this.now();
  }

  async now() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    try {
      const query = this.#before ? `?before=${encodeURIComponent(this.#before)}` : "";
      const reply = await ask(`recordings${query}`, { headers: this.#tag ? { "If-None-Match": this.#tag } : {} });
      const page = reply.status === 304 ? this.#page : await reply.json();
      if (turn !== this.#turn) return;
      [this.#tag, this.#page] = [reply.headers.get("ETag"), page];
      complain("");
      this.draw(page, this.#before === null);
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error.status === 401) return void this.locked();
      complain(error.message);
    }
    if (!document.hidden) this.#timer = setTimeout(() => this.now(), PAUSE);
  }
}

function opened(setup) {
  const listing = mountListing(announce, (before) => watch.show(before));
  const watch = new Watch(listing.draw, () => {
    key.forget();
    closed(setup, "That key is not accepted.");
    document.getElementById("key").focus();
  });
  const adding = mountAdding(setup, announce, () => watch.now());
  const forget = setup.key_needed && element("button", { type: "button", class: "forget", text: "Forget the key",
    on: { click: () => { key.forget(); location.reload(); } } });
  skip.hidden = false;
  columns.replaceChildren(...[adding, listing.view, mountClients(setup, announce), forget].filter(Boolean));
  watch.now();
}

function closed(setup, problem) {
  skip.hidden = true;
  columns.replaceChildren(door(setup, problem), mountClients(setup, announce));
}

function door(setup, problem) {
  const field = element("input", { type: "password", id: "key", autocomplete: "off", required: true,
    pattern: "[!-~]+", title: "A key has no spaces and no letters with accents." });
  const enter = (event) => {
    event.preventDefault();
    key.set(field.value.trim());
    opened(setup);
  };
  return element("section", { class: "card door", "aria-labelledby": "door" },
    element("h2", { id: "door", text: "Which key?" }),
    element("p", { text: "This emulator was started with --api-key. With such a key you see the recordings that were made with it. "
      + "The key stays in this tab until you close it." }),
    element("form", { on: { submit: enter } }, element("label", { for: "key", text: "Key" }),
      element("div", { class: "beside" }, field, element("button", { type: "submit", text: "Show the recordings" }))),
    problem ? element("p", { class: "failed", role: "alert", text: problem }) : null);
}

async function start() {
  try {
    const setup = await (await ask("setup")).json();
    if (setup.key_needed && !key.get()) closed(setup);
    else opened(setup);
  } catch (error) {
    complain(error.message);
    setTimeout(start, PAUSE);
  }
}

start();
