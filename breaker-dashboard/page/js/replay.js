// The page as it was: a Document of then, brought forward by the patches that followed. A rewound
// view fetches them in stretches; an incident has them all in its file.

import { SILENCE, Store } from "./store.js";
import { spans } from "./track.js";

const BEFORE = 15;
const AFTER = 45;

export class Replay {
  #fetch;
  #stretch = null;
  #store = new Store();
  #place = 0;

  /** `fetch(from, to)` gives `{base, ticks, step}`, where ticks are patches. */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /** The store as it was at a tick, or as near to it as is known. */
  async at(tick) {
    if (!this.#covers(tick)) await this.#take(tick);
    const { base, ticks, step } = this.#stretch;
    if (this.#store.tick > tick || this.#place === 0) {
      this.#store = new Store();
      this.#store.replace(base);
      this.#store.step = step;
      this.#place = 0;
    }
    while (this.#place < ticks.length && ticks[this.#place].tick <= tick) {
      this.#store.patch(ticks[this.#place++]);
    }
    return this.#store;
  }

  #covers(tick) {
    const stretch = this.#stretch;
    return stretch && stretch.base.tick <= tick && tick <= stretch.to;
  }

  async #take(tick) {
    const from = Math.max(0, tick - BEFORE);
    const { base, ticks, step = 1 } = await this.#fetch(from, tick + AFTER);
    // What is newest is told of up to now; asking beyond fetches anew.
    const to = Math.max(tick, ticks.at(-1)?.tick ?? base.tick);
    this.#stretch = { base, ticks, step, to };
    this.#place = 0;
  }
}

/** A circuit's traffic in a replay up to a tick, in the form of `api/v1/circuit`. */
export function series({ base, ticks, step = 1 }, row, id, until) {
  const steps = Math.max(0, Math.floor((until - base.tick) / step));
  const before = base.circuits.find((circuit) => circuit.id === id)?.spark;
  const after = ratesAfter({ base, ticks, step }, id, steps);
  const [calls, failures, rejected] = ["calls", "failures", "rejected"].map((name) =>
    [...(before?.[name] ?? []), ...after.map((rates) => rates?.[name] ?? null)]);
  const from = until - calls.length * step;
  const state = row ? spans(row, from, until).map(([a, b, was]) => [(b - a) / step, was]) : null;
  return { step_ms: step * 1000, calls, failures, rejected, state };
}

/** A circuit's rates in each step after the base; null where they are not known, as those of a key
 * that is in no list. */
function ratesAfter({ base, ticks, step }, id, steps) {
  const after = new Array(steps).fill(null);
  let there = base.circuits.some((circuit) => circuit.id === id);
  for (const { tick, circuits, removed } of ticks) {
    const place = Math.floor((tick - base.tick) / step) - 1;
    if (place >= steps) break;
    const told = circuits?.find((circuit) => circuit.id === id);
    there = (there && !removed?.includes(id)) || told?.name !== undefined;
    const rates = told?.rates === undefined ? SILENCE : told.rates;
    if (place >= 0) after[place] = there ? rates : null;
  }
  return after;
}

/** Does the latest of much work, one at a time: a slider asks faster than answers come. */
export class Latest {
  #busy = false;
  #next = null;

  async run(work) {
    this.#next = work;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#next) {
      const next = this.#next;
      this.#next = null;
      await next();
    }
    this.#busy = false;
  }
}
