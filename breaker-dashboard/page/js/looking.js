// The circuit whose detail is open: found by its name, fetched, and kept fresh.

import { byId } from "./dom.js";
import { Detail } from "./detail.js";
import { series } from "./replay.js";
import { own } from "./store.js";
import * as wire from "./wire.js";

const FRESH_MS = 5000;

export class Looking {
  #told = null;
  #asked = null;
  #series = null;
  #page;

  /** `told` is as in `Detail`; `changed` is called when something was fetched. */
  constructor(page, told, changed) {
    this.#page = page;
    this.detail = new Detail(byId("detail"), told);
    this.changed = changed;
  }

  /** The circuit that the view names, as it is at the time shown; `undefined` if there is none. */
  circuit() {
    const { view, shown, keys } = this.#page;
    if (view.circuit === null) return undefined;
    const same = (one) => one && one.name === view.circuit && one.key === view.key;
    for (const circuit of shown.circuits.values()) if (same(circuit)) return circuit;
    // A closed key is in no Document: it is as it was fetched, which is as it is now.
    if (this.#page.mode !== "live" || !same(this.#told?.circuit)) return undefined;
    return keys.find(this.#told.circuit.id) ?? this.#told.circuit;
  }

  show() {
    const page = this.#page;
    if (page.view.circuit === null) {
      this.#told = this.#asked = null;
      this.detail.close();
      return;
    }
    const circuit = this.circuit();
    this.#keepFresh(circuit);
    if (!circuit) {
      if (page.mode !== "live") this.detail.close();
      return;
    }
    this.detail.open();
    this.detail.show(circuit, this.#said(circuit), page);
  }

  #said(circuit) {
    const { mode, incident } = this.#page;
    if (mode === "file") {
      const events = incident.events?.[circuit.id] ?? [];
      return { policy: [], events, series: [this.#saved(circuit.id)] };
    }
    // The program tells the series up to now; at another time the row's own is shown.
    return this.#told && mode === "past" ? { ...this.#told, series: null } : this.#told;
  }

  /** The traffic of a file up to the time shown; made once a tick. */
  #saved(id) {
    const { incident, shown, track } = this.#page;
    const mark = `${id} ${shown.tick} ${incident.saved_at_ms}`;
    if (this.#series?.mark !== mark) {
      this.#series = { mark, told: series(incident, track.row(id), id, shown.tick) };
    }
    return this.#series.told;
  }

  #keepFresh(circuit) {
    const { view, mode, lost, live } = this.#page;
    if (mode === "file" || lost || live.process === null) return;
    const which = JSON.stringify([view.circuit, view.key, mode]);
    const mark = `${which} ${circuit?.state} ${circuit?.opened}`;
    const now = performance.now();
    const old = mode === "live" && now - (this.#asked?.at ?? 0) > FRESH_MS;
    if (this.#asked?.mark === mark && !old) return;
    if (this.#asked?.which !== which) this.#told = null;
    this.#asked = { which, mark, at: now };
    this.#fetch(which, view);
  }

  async #fetch(which, view) {
    const tick = this.#page.live.tick;
    let told;
    try {
      told = await wire.circuit({ name: view.circuit, key: view.key });
      told.circuit = own(told.circuit, tick);
    } catch (trouble) {
      told = { ...this.#told, trouble: trouble.message, missing: trouble.kind === "missing" };
    }
    if (this.#asked?.which !== which) return;
    this.#told = told;
    this.changed(told.missing && !this.circuit() ? { name: view.circuit, key: view.key } : null);
  }
}
