// The keys of functions that are unfolded. A Document holds the troubled ones alone; all others are
// fetched a page at a time, when somebody looks, and again while they are looked at.

import * as wire from "./wire.js";
import { own } from "./store.js";

const FRESH_MS = 5000;

/** One unfolded function, as far as it was fetched. */
class Fold {
  pages = [];
  more = true;
  busy = false;
  trouble = null;

  constructor(find) {
    this.find = find;
  }
}

export class Keys {
  #folds = new Map();
  #changed;

  /** `changed` is called when keys have come. */
  constructor(changed) {
    this.#changed = changed;
  }

  isUnfolded(whole) {
    return this.#folds.has(whole);
  }

  toggle(whole, find, tick) {
    if (this.#folds.delete(whole)) this.#changed();
    else this.#open(whole, find, tick);
  }

  /** Looks for other keys in everything that is unfolded. */
  search(find, tick) {
    for (const whole of this.#folds.keys()) this.#open(whole, find, tick);
  }

  /** Forgets all: another program answers, or another time is shown. */
  clear() {
    this.#folds.clear();
  }

  fold(whole) {
    return this.#folds.get(whole);
  }

  /** All keys that were fetched of a function. */
  circuits(whole) {
    return this.#folds.get(whole)?.pages.flatMap((page) => page.circuits) ?? [];
  }

  /** Finds a fetched key's circuit. */
  find(id) {
    for (const whole of this.#folds.keys()) {
      const found = this.circuits(whole).find((circuit) => circuit.id === id);
      if (found) return found;
    }
    return undefined;
  }

  async more(whole, tick) {
    const fold = this.#folds.get(whole);
    if (!fold || fold.busy || !fold.more || fold.trouble) return;
    const after = fold.pages.at(-1)?.circuits.at(-1)?.key ?? null;
    await this.#fetch(whole, fold, after, fold.pages.length, tick);
  }

  /** Fetches the pages anew that hold one of the circuits `shown`, once they are old. */
  refresh(shown, tick) {
    for (const [whole, fold] of this.#folds) {
      const old = fold.pages.findIndex((page) =>
        performance.now() - page.at > FRESH_MS &&
        page.circuits.some((circuit) => shown.has(circuit.id)));
      if (old >= 0 && !fold.busy) this.#fetch(whole, fold, fold.pages[old].after, old, tick);
    }
  }

  #open(whole, find, tick) {
    this.#folds.set(whole, new Fold(find));
    this.more(whole, tick);
    this.#changed();
  }

  async #fetch(whole, fold, after, place, tick) {
    fold.busy = true;
    try {
      const answer = await wire.keys({ id: whole, after, find: fold.find || null });
      const circuits = answer.circuits.map((circuit) => own(circuit, tick()));
      fold.pages[place] = { after, circuits, at: performance.now() };
      if (place === fold.pages.length - 1) fold.more = answer.more && circuits.length > 0;
    } catch (trouble) {
      if (place === fold.pages.length) fold.trouble = trouble;
      else fold.pages[place].at = performance.now();
    }
    fold.busy = false;
    this.#changed();
  }
}
