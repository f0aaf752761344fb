import { element } from "./element.js";

export function mountText() {
  return element("div", {});
}
