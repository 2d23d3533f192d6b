// A sentence on top of the page that stays until it is closed: what was seen up to then is of
// something else.

import { byId, setShown, setText } from "./dom.js";

/** Says who answers from now on, in the place of what was said before. */
export function notice(text) {
  setText(byId("notice-text"), text);
  setShown(byId("notice"), true);
}

byId("notice-close").addEventListener("click", () => setShown(byId("notice"), false));
