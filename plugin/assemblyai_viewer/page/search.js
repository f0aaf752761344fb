import { element } from "./element.js";

export function mountSearch() {
  return element("div", {});
}
