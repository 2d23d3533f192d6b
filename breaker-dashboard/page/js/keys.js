// The keys of functions that are unfolded. A Document holds the troubled ones alone; all others are
// fetched a page at a time, when somebody looks, and again while they are looked at.

import * as wire from "./wire.js";
import { own } from "./store.js";
import { wordsOf } from "./text.js";

const FRESH_MS = 5000;

// So many functions are asked for a key that is searched.
const MOST_SEARCHED = 20;

/** One unfolded function, as far as it was fetched. */
class Fold {
  pages = [];
  more = true;
  busy = false;
  trouble = null;
  // Whether a search unfolded it, rather than a person.
  found = false;

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

  /** Whether its keys are shown. */
  isUnfolded(whole) {
    return this.#folds.has(whole);
  }

  toggle({ id, name }, find, tick) {
    if (this.#folds.delete(id)) this.#changed();
    else this.#open(id, wordsBeside(name, find), tick);
  }

  /** Looks for keys: in what is unfolded, and in the first of the functions that are not. */
  search(find, keyed, tick) {
    const asked = keyed.slice(0, MOST_SEARCHED);
    for (const { id, name } of keyed) {
      const unfolded = this.#folds.has(id) && !this.#folds.get(id).found;
      const rest = wordsBeside(name, find);
      if (unfolded) this.#open(id, rest, tick);
      else this.#folds.delete(id);
      if (unfolded || rest === "" || !asked.some((circuit) => circuit.id === id)) continue;
      this.#open(id, rest, tick);
      this.#folds.get(id).found = true;
    }
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

/** The words of a search that a function's name does not have: its keys are to have them. */
function wordsBeside(name, find) {
  const known = name.toLowerCase();
  return wordsOf(find).filter((word) => !known.includes(word.toLowerCase())).join(" ");
}
