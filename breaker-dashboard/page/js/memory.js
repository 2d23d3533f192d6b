// What this page has seen itself. When the program is gone, its record is gone with it: the last
// minutes can still be rewound and saved from here.

import { Store, toWire } from "./store.js";

const MOST_TICKS = 900;
// Of a program with many busy circuits fewer ticks are kept: some 30 MB.
const MOST_CHANGES = 120000;

const changes = (patch) => patch.circuits?.length ?? 0;

export class Memory {
  // The page as it was before the first of the ticks.
  #tail = new Store();
  #ticks = [];
  #changes = 0;

  /** Begins anew with a Document. */
  replace(doc) {
    this.#tail = new Store();
    this.#tail.replace(doc);
    this.#ticks = [];
    this.#changes = 0;
  }

  /** Keeps a tick, and lets go of the oldest when there are too many. */
  patch(patch) {
    this.#ticks.push(patch);
    this.#changes += changes(patch);
    while (this.#ticks.length > MOST_TICKS || this.#changes > MOST_CHANGES) {
      const oldest = this.#ticks.shift();
      this.#changes -= changes(oldest);
      this.#tail.patch(oldest);
    }
  }

  /** The first tick that is kept. */
  get first() {
    return this.#tail.tick;
  }

  /** All of it, as the program would tell it. */
  replay() {
    return { base: toWire(this.#tail), ticks: this.#ticks.slice(), step: 1 };
  }

  /** All of it as an incident, at the tick `shown` if it has one; the track is longer. */
  incident(track, savedAtMs, shown) {
    const head = { format: "circuit-breaker-incident", version: 1, saved_at_ms: savedAtMs, shown };
    const replay = this.replay();
    const { tick: last, at_ms: atMs } = replay.ticks.at(-1) ?? replay.base;
    const timeline = track.within(replay.base.tick, last).toWire(atMs);
    const incident = { ...head, timeline, ...replay, events: {} };
    return new Blob([JSON.stringify(incident)], { type: "application/json" });
  }
}
