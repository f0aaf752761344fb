import { element } from "./element.js";

export function mountDownloads() {
  return element("div", {});
}
