// Which circuit did what to calls when: what the timeline draws.

import { effectOf } from "./states.js";

export class Track {
  first = 0;
  last = 0;
  #rows = new Map();

  /** Takes what the program or a file tells. */
  replace({ first, last, rows }) {
    this.first = first;
    this.last = last;
    this.#rows = new Map(rows.map((row) => [row.id, { ...row, runs: [...row.runs] }]));
  }

  /** Adds what the latest tick says. */
  extend({ tick, circuits }) {
    if (this.last === 0) this.first = tick;
    this.last = Math.max(this.last, tick);
    for (const circuit of circuits.values()) {
      const { id, name, key } = circuit;
      const state = effectOf(circuit);
      const runs = this.#rows.get(id)?.runs;
      if (runs && runs.at(-1)[1] !== state) runs.push([tick, state]);
      if (runs || state === "closed") continue;
      this.#rows.set(id, { id, name, key, runs: [[this.first, "closed"], [tick, state]] });
    }
  }

  /** Rows that were anything but closed between two ticks. */
  troubled(from, to) {
    return [...this.#rows.values()].filter((row) =>
      spans(row, from, to).some(([, , state]) => state !== "closed"));
  }

  /** The part from one tick to another. */
  within(first, last) {
    const rows = [...this.#rows.values()]
      .map((row) => ({ ...row, runs: row.runs.filter(([from]) => from <= last) }))
      .filter(({ runs }) => runs.length > 0);
    const part = new Track();
    part.replace({ first, last, rows });
    return part;
  }

  /** One circuit's; `undefined` if it was always closed. */
  row(id) {
    return this.#rows.get(id);
  }

  /** All of it, as the program would tell it. */
  toWire(atMs) {
    return { first: this.first, last: this.last, at_ms: atMs, rows: [...this.#rows.values()] };
  }
}

/** The runs of a row within a window, as `[start, end, state]`. */
export function spans({ runs }, from, to) {
  return runs
    .map(([start, state], n) => ({ start, end: runs[n + 1]?.[0] ?? to, state }))
    .map(({ start, end, state }) => [Math.max(start, from), Math.min(end, to), state])
    .filter(([start, end]) => end > start || (end === to && start === to));
}
