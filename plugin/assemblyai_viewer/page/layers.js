import { element } from "./element.js";

export function mountLayers() {
  return element("div", {});
}
