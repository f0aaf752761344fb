import { element } from "./element.js";

export function mountPlayer(store) {
  store.on("seek", ({ time }) => store.set("time", time));
  return element("div", { class: "player" });
}
