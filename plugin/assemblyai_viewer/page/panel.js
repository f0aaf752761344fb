import { element } from "./element.js";

// A part of the side: a heading that opens and closes it. Narrow screens begin with all of them closed.
export function panel(title, ...children) {
  const open = !matchMedia("(max-width: 800px)").matches;
  return element("details", { class: "panel", open },
    element("summary", {}, element("h2", { text: title })), ...children);
}
