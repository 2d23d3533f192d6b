// The page as it was: a Document of then, brought forward by the patches that followed. A rewound
// view fetches them in stretches; an incident has them all in its file.

import { Store } from "./store.js";
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
  const [calls, failures, rejected] = ["calls", "failures", "rejected"].map((name) => {
    const values = [...(before?.[name] ?? []), ...new Array(steps).fill(0)];
    const first = values.length - steps;
    for (const { tick, circuits } of ticks) {
      if (tick > until) break;
      const rates = circuits?.find((circuit) => circuit.id === id)?.rates;
      const place = first + Math.floor((tick - base.tick) / step) - 1;
      if (rates && place >= first && place < values.length) values[place] = rates[name];
    }
    return values;
  });
  const from = until - calls.length * step;
  const state = row ? spans(row, from, until).map(([a, b, was]) => [(b - a) / step, was]) : null;
  return { step_ms: step * 1000, calls, failures, rejected, state };
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
