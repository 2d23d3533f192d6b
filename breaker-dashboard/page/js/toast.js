// A sentence at the edge of the page, about what has just been done. It goes by itself.

import { byId, setText } from "./dom.js";

const TOAST_MS = 6000;

let timer = 0;

function hold() {
  clearTimeout(timer);
  // What is said in a hidden tab waits for whoever comes back to it.
  if (!document.hidden) timer = setTimeout(() => setText(byId("toast"), ""), TOAST_MS);
}

document.addEventListener("visibilitychange", hold);

/** Says something for some seconds. */
export function toast(text) {
  setText(byId("toast"), text);
  hold();
}
