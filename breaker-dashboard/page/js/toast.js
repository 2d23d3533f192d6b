// A sentence at the edge of the page, about what has just been done. It goes by itself.

import { byId, setText } from "./dom.js";

const TOAST_MS = 6000;

let timer = 0;

/** Says something for some seconds. */
export function toast(text) {
  clearTimeout(timer);
  setText(byId("toast"), text);
  timer = setTimeout(() => setText(byId("toast"), ""), TOAST_MS);
}
