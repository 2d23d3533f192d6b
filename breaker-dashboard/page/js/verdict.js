// The verdict: what somebody across the room should know. The sentence is the program's; the large
// numbers beside it run on between ticks. What is announced to a screen reader is the sentence when
// it says something new, and not each of its seconds.

import {
  keysInStates, lasting, nextStep, rejectedShare, shareTime, speaker,
} from "./circuit.js";
import { byId, h, setAttribute, setList, setShown, setSymbol, setText, symbol } from "./dom.js";
import { answers } from "./instead.js";
import { LEVELS, effectOf, look, showsKey } from "./states.js";
import { duration, foreign, inStep, percent, timeOfDay } from "./text.js";

const FEW = 2;
// What changes within a level of trouble is announced this often at most.
const PAUSE_MS = 10000;
// An answer of more letters is set smaller.
const LONG = 18;

export class Verdict {
  #section = byId("verdict");
  #said = "";
  #saidAt = -Infinity;
  #level = "";
  #all = false;

  constructor(open) {
    this.open = open;
    byId("all-others").addEventListener("click", () => {
      this.#all = !this.#all;
      this.show(this.page);
    });
    addEventListener("resize", release);
  }

  show(page) {
    this.page = page;
    const { verdict, circuits } = page.shown;
    if (!verdict) return;
    this.#hold(page.mode !== "live");
    setAttribute(this.#section, "data-level", verdict.level);
    setSymbol(this.#section.querySelector(".shape"), LEVELS[verdict.level] ?? "half_open");
    const old = page.lost && page.mode === "live";
    const text = old ? asOf(page.shown) + foreign(verdict.text) : sentence(verdict.text);
    setSteady(byId("verdict-text"), text, `${verdict.level} ${verdict.circuit}`);
    this.#facts(circuits.get(verdict.circuit), page);
    // The first sentence is the headline already.
    this.#others((verdict.more ?? []).slice(1), circuits);
    this.#announce(page, verdict);
  }

  // Below the verdict is the slider: what is rewound must not move it from under the finger.
  #hold(held) {
    const { style, offsetHeight } = this.#section;
    const least = held ? `${offsetHeight}px` : "";
    if (style.minHeight !== least) style.minHeight = least;
  }

  #facts(circuit, page) {
    setList(byId("facts"), circuit ? facts(circuit, page) : [], ({ what }) => what,
      ({ what }) => h("div", {}, h("dt", {}, what), h("dd", { class: "foreign" }),
        h("dd", { class: "also foreign" })),
      (element, { text, also }) => {
        setText(element.children[1], text);
        element.children[1].classList.toggle("long", text.length > LONG);
        setText(element.children[2], also);
      });
  }

  #others(more, circuits) {
    const shown = this.#all ? more : more.slice(0, FEW);
    setList(byId("others"), shown, ({ circuit }) => circuit,
      ({ circuit }) => h("li", {}, symbol("open"),
        h("button", { type: "button", class: "plain foreign", click: () => this.open(circuit) })),
      (element, { text, level, circuit }) => {
        const its = circuits.get(circuit);
        const state = its ? effectOf(its) : "closed";
        const shape = state === "closed" ? (LEVELS[level] ?? "half_open") : look(state);
        setAttribute(element, "data-state", shape);
        setSymbol(element.firstChild, shape);
        setSteady(element.lastChild, sentence(text), `${level} ${circuit}`);
      });
    const button = byId("all-others");
    setShown(button, more.length > FEW);
    setText(button, this.#all ? "Show fewer" : `and ${more.length - FEW} more`);
  }

  /** Announces a verdict that differs in more than its numbers. */
  #announce(page, verdict) {
    const levels = [verdict, ...(verdict.more ?? []).slice(1)]
      .map(({ level, circuit }) => `${level} ${circuit}`);
    const gist = `${page.mode} ${levels.join()}`;
    const now = performance.now();
    const soon = now - this.#saidAt < PAUSE_MS && gist.startsWith(this.#level);
    if (gist === this.#said || soon) return;
    this.#said = gist;
    this.#saidAt = now;
    this.#level = `${page.mode} ${verdict.level} `;
    const before = page.mode === "live" ? "" : `At ${timeOfDay(page.shown.atMs)}: `;
    setText(byId("announcer"), before + sentence(verdict.text));
  }
}

const asOf = ({ atMs }) => `As of ${timeOfDay(atMs)}: `;

/** The numbers for a room: of the circuit that the verdict is about. */
function facts(circuit, page) {
  const { clock, shown } = page;
  const told = speaker(circuit, shown);
  const { what, since } = lasting(told);
  const next = nextStep(told, clock);
  const until = told?.forcedUntil && `until ${timeOfDay(clock.wall(told.forcedUntil))}`;
  const { share, what: isRejected } = rejectedShare(circuit);
  const instead = answers(circuit, shown);
  const { rates } = circuit;
  const inThisStep = rates === null ? "" : `${rates.rejected} ${inStep(shown.step)}`;
  const rejected = isRejected === "rejected" ? inThisStep : "calls pass";
  return [
    since !== null &&
      { what, text: duration(clock.now() - since), also: `since ${timeOfDay(clock.wall(since))}` },
    showsKey(circuit) && { what: "keys", text: keysInStates(circuit), also: "" },
    next.label && { what: next.label, text: next.text, also: until ?? "" },
    share !== null &&
      { what: `${isRejected}, ${shareTime(circuit, clock)}`, text: percent(share), also: rejected },
    instead && { what: instead.how, text: instead.who, also: "" },
  ].filter(Boolean);
}

// A number and its unit stay on one line.
const AMOUNT = /(\d+ (?:s|min|h|d|%)(?![a-z]))/;

function setSentence(heading, text) {
  const pieces = text.split(AMOUNT);
  heading.replaceChildren(...pieces.map((piece, n) =>
    (n % 2 ? h("span", { class: "amount" }, piece) : piece)));
}

/**
 * Writes a sentence `about` something. One whose seconds go from 9 to 10 may need a line more: it
 * keeps the room it had, so that nothing below jumps, until it is about something else or the
 * window is another one.
 */
function setSteady(element, text, about) {
  if (element.textContent === text) return;
  if (element.about !== about) {
    element.about = about;
    element.style.minHeight = "";
  }
  setSentence(element, text);
  element.style.minHeight = `${element.offsetHeight}px`;
}

/** Lets the sentences have the room that they need in a window of another width. */
function release() {
  const sentences = document.querySelectorAll("#verdict-text, #others button");
  for (const { style } of sentences) style.minHeight = "";
}

/** A sentence begins with a capital, unless it begins with a name. */
function sentence(text) {
  const clean = foreign(text);
  const begins = /^(all|both|dry|no|nothing|of|the) /.test(clean);
  return begins ? clean[0].toUpperCase() + clean.slice(1) : clean;
}
