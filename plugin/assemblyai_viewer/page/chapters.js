import { element } from "./element.js";

export function mountSummary() {
  return element("div", {});
}

export function mountChapters() {
  return element("div", {});
}
