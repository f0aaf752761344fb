// Adds recordings: files that are dropped anywhere, chosen or pasted, one after the other, or a URL.
import { order, send } from "./asking.js";
import { element } from "./element.js";

const names = new Intl.DisplayNames(["en"], { type: "language" });

function languageName(code) {
  try {
    const name = names.of(code);
    return name === code ? code : `${name} (${code})`;
  } catch {
    return code;
  }
}

function options(setup) {
  const speakers = element("input", { type: "checkbox", id: "speakers", disabled: !setup.speakers, "aria-describedby": "speakers-note" });
  const note = setup.speakers ? "It takes longer." : "Not here: the extra emulator-speakers is not installed (docs/emulator.md).";
  const language = element("select", { id: "language", disabled: setup.languages.length === 1 && !setup.detects });
  if (setup.detects) language.append(element("option", { value: "", text: "Find out" }));
  language.append(...setup.languages.map((code) => element("option", { value: code, text: languageName(code) })));
  return {
    view: element("div", { class: "options" },
      element("div", {}, speakers, element("label", { for: "speakers", text: "Tell speakers apart" }),
        element("small", { id: "speakers-note", text: note })),
      element("div", {}, element("label", { for: "language", text: "Language" }), language)),
    chosen: () => ({
      ...(speakers.checked ? { speaker_labels: true } : {}),
      ...(language.value ? { language_code: language.value } : { language_detection: true }),
    }),
  };
}

// One file on its way. It leaves the list when it is ordered; a refusal stays until it is dismissed.
function sending(file, list, chosen, announce) {
  const stopping = new AbortController();
  const bar = element("progress", { max: 1, value: 0, "aria-label": `Sending ${file.name}` });
  const said = element("span", { class: "said", text: "waits to be sent" });
  const stop = element("button", { type: "button", text: "Stop", "aria-label": `Stop sending ${file.name}`,
    on: { click: () => { stopping.abort(); row.remove(); } } });
  const row = element("li", {}, element("span", { class: "name", text: file.name, dir: "auto" }), said, stop, bar);
  list.append(row);
  return async () => {
    if (stopping.signal.aborted) return;
    try {
      said.textContent = "is being sent";
      const progress = (share) => { bar.value = share; };
      const audio_url = await send(file, progress, stopping.signal);
      await order({ audio_url, name: file.name, ...chosen });
      row.remove();
      announce(`${file.name} was added.`);
    } catch (error) {
      if (stopping.signal.aborted) return;
      bar.remove();
      said.textContent = error.message;
      said.classList.add("failed");
      stop.textContent = "Dismiss";
      stop.setAttribute("aria-label", `Dismiss ${file.name}`);
      announce(`${file.name}: ${error.message}`);
    }
  };
}

function byUrl(chosen, announce, added) {
  const field = element("input", { type: "url", id: "url", placeholder: "https://…", autocomplete: "off", spellcheck: "false", required: true });
  const problem = element("p", { class: "failed", hidden: true });
  const submit = async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      await order({ audio_url: field.value.trim(), ...chosen() });
      announce(`${field.value} was added.`);
      field.value = "";
      added();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
      announce(error.message);
    }
  };
  const view = element("form", { class: "by-url", on: { submit } },
    element("label", { for: "url", text: "or the URL of a recording" }),
    element("div", { class: "beside" }, field, element("button", { type: "submit", text: "Transcribe" })), problem);
  return { view, field };
}

// While files are dragged over the window, the page shows that they can be dropped anywhere.
function watchDrops(take) {
  let depth = 0;
  const over = (change) => {
    depth = Math.max(0, depth + change);
    document.documentElement.toggleAttribute("data-dropping", depth > 0);
  };
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const listen = (name, act) => document.addEventListener(name, (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    act(event);
  });
  listen("dragenter", () => over(1));
  listen("dragleave", () => over(-1));
  listen("dragover", () => {});
  listen("drop", (event) => {
    over(-depth);
    take(event.dataTransfer.files);
  });
}

function watchPastes(take, field) {
  document.addEventListener("paste", (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea")) return;
    if (event.clipboardData.files.length) take(event.clipboardData.files);
    const text = event.clipboardData.getData("text").trim();
    if (!/^https?:\/\/\S+$/.test(text)) return;
    field.value = text;
    field.focus();
  });
}

// `added` is called when a recording was added, so that it is listed at once.
export function mountAdding(setup, announce, added) {
  const { view, chosen } = options(setup);
  const list = element("ul", { class: "sending", "aria-label": "Files on their way" });
  let queue = Promise.resolve();
  const take = (files) => {
    for (const file of files) {
      const job = sending(file, list, chosen(), announce);
      queue = queue.then(job).then(added);
    }
  };
  const picker = element("input", { type: "file", id: "files", multiple: true, class: "unseen", accept: "audio/*,video/*",
    on: { change: () => { take(picker.files); picker.value = ""; } } });
  const { view: form, field } = byUrl(chosen, announce, added);
  watchDrops(take);
  watchPastes(take, field);
  return element("section", { class: "card adding", "aria-labelledby": "adding" },
    element("h2", { id: "adding", text: "Add a recording" }),
    element("div", { class: "drop" },
      element("p", { text: "Drop audio or video on this page" }),
      picker, element("label", { class: "button", for: "files", text: "Choose files" })),
    list, form, view);
}
