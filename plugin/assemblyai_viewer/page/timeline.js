import { element } from "./element.js";

export function mountTimeline() {
  return element("div", { class: "timeline" });
}
