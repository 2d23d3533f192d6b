// One row of the list: made once, then only what differs is written.

import {
  isTroubled, keysInStates, lastFailure, lasting, means, nearness, nextStep, openedBy, order,
  placeOf, rejectedShare, shareTime, speaker, suspicion, traffic, COUNTED, UNFOLLOWED,
} from "./circuit.js";
import { h, parts, setAttribute, setName, setShown, setSymbol, setText, symbol } from "./dom.js";
import { answeredBy } from "./instead.js";
import { drawSpark } from "./spark.js";
import { effectOf, isForced, look, word } from "./states.js";
import { count, duration, foreign, known, nameOf, percent, timeOfDay } from "./text.js";
import { isHit, isHitNow, rejectedWithin } from "./within.js";

/** Steps that a row's traffic shows. */
export const SPARK_SPAN = 120;
// What comes next is set smaller from so many letters on: it is a name.
const LONG = 12;

const cell = (name, ...children) => h("div", { role: "gridcell", class: name }, ...children);

export class Row {
  #drawn = null;

  constructor() {
    this.shape = symbol("closed");
    this.state = h("b", { class: "state-word" });
    this.since = h("span", { class: "since" });
    this.fold = h("button", { class: "fold", tabindex: -1, type: "button" });
    this.name = h("span", { class: "name foreign" }, ...parts());
    this.badge = h("span", { class: "badge" });
    this.about = h("div", { class: "about foreign" });
    this.after = h("div", { class: "after foreign" });
    this.spark = h("canvas", { class: "spark", role: "img" });
    this.calls = cell("number calls");
    this.failures = cell("number failures");
    this.rejected = cell("number rejected");
    this.rule = h("span", { class: "rule-text foreign" });
    this.meter = h("meter", { min: 0, max: 1, class: "near" });
    this.nextText = h("span", { class: "foreign" });
    this.next = cell("next", this.nextText);
    this.element = h("div", { role: "row", class: "row", tabindex: -1 },
      cell("state", this.shape, h("div", {}, this.state, this.since)),
      cell("circuit", h("div", { class: "title" }, this.fold, this.name, this.badge),
        this.about, this.after),
      cell("traffic", this.spark), this.calls, this.failures, this.rejected,
      cell("rule", this.rule, this.meter), this.next);
    this.element.row = this;
  }

  /** Shows a line of the list at a time of the page. */
  show(line, page) {
    const { circuit } = line;
    this.line = line;
    setAttribute(this.element, "data-state", look(effectOf(circuit)));
    setAttribute(this.element, "aria-level", line.level);
    const told = speaker(circuit, page.shown);
    this.#showState(circuit, told, page.clock);
    this.#showName(line, page);
    this.#showWords(circuit, page);
    this.#showNumbers(circuit, page);
    this.#showNext(told, page.clock);
  }

  /** Draws the line of traffic, unless it was drawn at this `moment`. */
  draw(moment) {
    if (moment === this.#drawn) return;
    this.#drawn = moment;
    drawSpark(this.spark, this.line.circuit.spark, SPARK_SPAN);
  }

  /** Draws anew although no tick has passed: other colours, or another width. */
  forget() {
    this.#drawn = null;
  }

  #showState(circuit, told, clock) {
    const effect = effectOf(circuit);
    setSymbol(this.shape, look(effect));
    setText(this.state, word(effect));
    setAttribute(this.state, "title", means(circuit));
    const { brief, since } = lasting(told);
    const isKnown = since !== null;
    setText(this.since, isKnown ? brief + duration(clock.now() - since) : "");
    setAttribute(this.since, "title", isKnown ? `since ${timeOfDay(clock.wall(since))}` : null);
  }

  #showName({ circuit, level }, page) {
    setName(this.name, level === 2 ? foreign(circuit.key) : nameOf(circuit));
    const folds = Boolean(circuit.keys) && level === 1;
    const unfolded = folds && page.keys.isUnfolded(circuit.id);
    setShown(this.fold, folds);
    setText(this.fold, unfolded ? "▾" : "▸");
    setAttribute(this.fold, "aria-label", unfolded ? "Fold its keys" : "Unfold its keys");
    setAttribute(this.element, "aria-expanded", folds ? String(unfolded) : null);
    const hit = isHitNow(circuit, page.clock) && "rejected within";
    const badges = [circuit.dry_run && "dry run", circuit.suspected && "suspected", hit];
    setText(this.badge, badges.filter(Boolean).join(", "));
    setShown(this.badge, badges.some(Boolean));
  }

  /** The lines below the name: why, and who answers; for a calm circuit where it is defined. */
  #showWords(circuit, page) {
    const instead = answeredBy(circuit, page.shown);
    const last = lastFailure(circuit, page.clock);
    const place = placeOf(circuit);
    const troubled = isTroubled(circuit);
    const hit = isHit(circuit, page.clock) && rejectedWithin(circuit, page);
    const why = isForced(circuit.state) ? order(circuit) : foreign(circuit.why);
    const first = troubled
      ? [keysInStates(circuit), why, hit, openedBy(circuit)]
      : [suspicion(circuit, page.clock), hit, keysInStates(circuit), last, instead, place];
    const second = troubled ? [instead, last, place] : [];
    for (const [element, said] of [[this.about, first], [this.after, second]]) {
      const text = said.filter(Boolean).join("  ·  ");
      setText(element, text);
      // There may be no room for all of it.
      setAttribute(element, "title", text || null);
    }
  }

  #showNumbers(circuit, { shown: { step }, clock }) {
    const { calls, failures } = circuit.rates ?? { calls: null, failures: null };
    setText(this.calls, known(calls, count));
    setText(this.failures, known(failures, count));
    setAttribute(this.failures, "data-zero", !failures);
    for (const told of [this.calls, this.failures]) {
      setAttribute(told, "title", calls === null ? UNFOLLOWED : COUNTED);
    }
    this.#showRejected(circuit, clock);
    const { text, near, key } = circuit.rule;
    setText(this.rule, foreign(text));
    if (this.meter.value !== near) this.meter.value = near;
    setShown(this.meter, !circuit.keys || Boolean(key));
    const how = nearness(circuit);
    setAttribute(this.meter, "aria-label", how);
    setAttribute(this.meter.parentNode, "title", how);
    setAttribute(this.spark, "aria-label", traffic(circuit, step));
  }

  #showRejected(circuit, clock) {
    const { share, what } = rejectedShare(circuit);
    const would = what !== "rejected";
    const text = known(share, percent);
    setText(this.rejected, would ? `(${text})` : text);
    setAttribute(this.rejected, "data-zero", !share);
    setAttribute(this.rejected, "data-would", would);
    const passes = would ? ": calls pass" : "";
    const told = share === null ? null : `${text} ${what}, ${shareTime(circuit, clock)}${passes}`;
    setAttribute(this.rejected, "title", told);
    setAttribute(this.rejected, "aria-label", told);
  }

  #showNext(circuit, clock) {
    const { text, label: what, sentence } = nextStep(circuit, clock);
    setText(this.nextText, text);
    this.nextText.classList.toggle("long", text.length > LONG);
    setAttribute(this.next, "data-what", what);
    setAttribute(this.next, "title", sentence || null);
  }
}
