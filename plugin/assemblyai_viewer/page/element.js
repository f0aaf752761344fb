// Characters without a space after which a line may break: the browser takes seconds to find its own places in a word of
// ten thousand.
const BREAK_AFTER = 60;
const ENDLESS = new RegExp(`\\S{${BREAK_AFTER + 1}}`, "u");
const PIECE = new RegExp(`(\\S{${BREAK_AFTER}})(?=\\S)`, "u");

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "tabIndex", "open"]);

// The only maker of elements. What a transcript says is never markup: text becomes text nodes, and names of handlers
// are refused as attributes.
export function element(tag, { text, on = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (/^on|^srcdoc$/i.test(name)) throw new TypeError(`${name} is not an attribute of the page's elements`);
    if (PROPERTIES.has(name)) made[name] = value;
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  const parts = [text, ...children].filter((part) => part !== null && part !== undefined);
  made.append(...parts.flatMap((part) => (typeof part === "object" || !ENDLESS.test(part) ? [part] : breakable(String(part)))));
  return made;
}

function breakable(text) {
  const parts = text.split(PIECE).filter(Boolean);
  return parts.flatMap((part, at) => (at ? [document.createElement("wbr"), part] : [part]));
}

export function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
