// When the program is asked. Right after each of its ticks, so that the page is never a whole
// second late; with growing pauses while it does not answer; now and then while the tab is hidden,
// for its title is seen all the same. What a hidden tab has missed comes in one answer.

import * as wire from "./wire.js";

const TICK_MS = 1000;
// After a tick is taken it is encoded: asking in the same millisecond would come too early.
const MARGIN_MS = 25;
const SOON_MS = 150;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15000;
const HIDDEN_MS = 15000;
// So long may the program repeat its last tick before the page calls it stuck.
const STUCK_MS = 5000;

export class Poll {
  #told;
  #timer = 0;
  #failures = 0;
  #newest = performance.now();
  #asking = false;
  #cursor = null;

  /** `told` is `{answered(answer, age), failed(trouble, nextMs)}`. */
  constructor(told) {
    this.#told = told;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#wait(0);
      else this.now();
    });
  }

  /** Asks at once: at the start, on a click, when the tab comes back. */
  now() {
    clearTimeout(this.#timer);
    if (!this.#asking) this.#ask();
  }

  #wait(pause) {
    clearTimeout(this.#timer);
    const least = document.hidden ? HIDDEN_MS : 0;
    this.#timer = setTimeout(() => this.now(), Math.max(pause, least));
  }

  async #ask() {
    this.#asking = true;
    let pause;
    try {
      pause = this.#take(await wire.state(this.#cursor));
      this.#failures = 0;
    } catch (trouble) {
      pause = this.#backOff();
      this.#told.failed(trouble, pause);
    }
    this.#asking = false;
    this.#wait(pause);
  }

  /** Takes an answer, and says how long to wait for the next. */
  #take({ answer, age }) {
    if (answer === null) {
      if (performance.now() - this.#newest > STUCK_MS) {
        throw new wire.Trouble("failing", "The program answers, but its recorder stands still.");
      }
    } else {
      this.#newest = performance.now();
      this.#cursor = answer.ticks ? (answer.ticks.at(-1)?.cursor ?? this.#cursor) : answer.cursor;
      this.#told.answered(answer, age ?? 0);
    }
    if (age !== null && age < TICK_MS) return TICK_MS - age + MARGIN_MS;
    return answer === null ? SOON_MS : TICK_MS;
  }

  #backOff() {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, LONGEST_PAUSE_MS);
    // Pages that lost the program together do not come back together.
    return pause * (0.75 + Math.random() / 2);
  }
}
