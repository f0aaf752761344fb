import { element } from "./element.js";

export function mountAnswers() {
  return element("div", {});
}
