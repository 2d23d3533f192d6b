// A sentence on top of the page that stays until it is closed, in a page that is loaded anew too:
// what was seen up to then is of something else.

import { byId, setShown, setText } from "./dom.js";

const PLACE = `circuit-breaker-notice ${location.pathname}`;

/** Says who answers from now on, in the place of what was said before. */
export function notice(text) {
  show(text);
  keep(text);
}

function show(text) {
  setText(byId("notice-text"), text);
  setShown(byId("notice"), true);
}

/** For this tab alone: of another one it may not be true. */
function keep(text) {
  try {
    if (text === null) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, text);
  } catch {
    // Without storage it lasts as long as the page.
  }
}

function kept() {
  try {
    return sessionStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

byId("notice-close").addEventListener("click", () => {
  setShown(byId("notice"), false);
  keep(null);
});
if (kept() !== null) show(kept());
