// The time of the page: milliseconds on the recorder's axis, where tick 7 is taken at 7000. All
// durations and countdowns are differences on this axis. The viewer's wall clock is never asked:
// it may be minutes off. The time goes on in steps of a second, as the program's own sentence does:
// else one line would say 13 s, and the next one 14 s.

// Beyond its last tick the clock runs on for so long; then it waits for the program.
const RUN_ON_MS = 2500;
const STEP_MS = 1000;
// A tick comes a little later than its second begins: until it is there, its sentence is of the one
// before, and so is the clock.
const LATE_MS = 400;
// A tick that comes late by less is the network's doing: the clock would only seem to jump back.
const JITTER_MS = 500;

export class Clock {
  // Recorder's time minus `performance.now()`; null while the clock stands.
  #offset = null;
  #last = 0;
  #wall = 0;

  /** Follows the ticks: `tick` was taken `age` ms before its answer came. */
  follow(tick, atMs, age) {
    const offset = tick * 1000 + age - performance.now();
    const late = this.#offset === null ? Infinity : this.#offset - offset;
    this.#offset = late > 0 && late < JITTER_MS ? this.#offset - Math.min(late, 10) : offset;
    this.#last = tick * 1000;
    this.#wall = atMs - tick * 1000;
  }

  /** Stands at a tick of the past. */
  stand(tick, atMs) {
    this.#offset = null;
    this.#last = tick * 1000;
    this.#wall = atMs - tick * 1000;
  }

  /** Stands at the last tick: the program no longer answers, and its sentence is of then. */
  stop() {
    this.#offset = null;
  }

  /** The time on the recorder's axis. */
  now() {
    if (this.#offset === null) return this.#last;
    const since = Math.min(performance.now() + this.#offset - this.#last, RUN_ON_MS);
    return this.#last + Math.max(0, Math.floor((since - LATE_MS) / STEP_MS)) * STEP_MS;
  }

  /** The program's wall clock at a moment of the axis. */
  wall(moment) {
    return moment + this.#wall;
  }

  /** The moment of the axis at which the program's wall clock read `atMs`. */
  moment(atMs) {
    return atMs - this.#wall;
  }
}
