import { element } from "./element.js";

export function mountSpeakers() {
  return element("div", {});
}
