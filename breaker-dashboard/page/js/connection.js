// Whether the program answers: said, and since when. What was known stays on the page, greyed.

import { byId, setAttribute, setShown, setText } from "./dom.js";
import { duration, rest, timeOfDay } from "./text.js";

const KINDS = { asking: "connecting", live: "live", past: "rewound", file: "incident" };
const TROUBLES = {
  gone: "no answer",
  busy: "busy",
  forbidden: "no access",
  missing: "not found",
  failing: "failing",
  foreign: "other answer",
  newer: "reload needed",
  refused: "refused",
};

export class Connection {
  #since = null;

  constructor(retry) {
    byId("retry").addEventListener("click", retry);
  }

  /** The program answered; says for how long it had not, in ms, or null. */
  found(page) {
    const gone = page.lost ? performance.now() - this.#since : null;
    page.lost = null;
    return gone;
  }

  lost(page, trouble, pause) {
    if (!page.lost) {
      this.#since = performance.now();
      setText(byId("announcer"), trouble.message);
    }
    page.lost = { trouble, again: performance.now() + pause };
    page.liveClock.stop();
  }

  show(page) {
    const { lost, live, mode, liveClock } = page;
    const known = live.process !== null;
    const chip = byId("connection");
    const usual = known || mode === "file" ? mode : "asking";
    const kind = lost && mode !== "file" ? "lost" : usual;
    setAttribute(chip, "data-kind", kind);
    setText(chip, kind === "lost" ? (TROUBLES[lost.trouble.kind] ?? "in trouble") : KINDS[kind]);
    document.body.classList.toggle("stale", Boolean(lost) && mode === "live");
    document.body.dataset.mode = mode;
    setShown(byId("lost"), Boolean(lost) && mode !== "file");
    setShown(byId("save"), known && mode !== "file");
    setShown(byId("copy"), known || mode === "file");
    if (!lost) return;
    const now = performance.now();
    setText(byId("lost-what"), `${lost.trouble.message} ${lost.trouble.advice}`);
    const gone = duration(now - this.#since);
    const heard = known
      ? `Last heard at ${timeOfDay(liveClock.wall(liveClock.now()))}, ${gone} ago; ` +
        "below is what was known then."
      : `This page has tried for ${gone}.`;
    setText(byId("lost-since"), `${heard} Asking again in ${rest(lost.again - now)}.`);
    if (!known && mode !== "file") setText(byId("verdict-text"), "No word from the program yet");
  }
}
