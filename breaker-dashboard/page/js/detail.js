// One circuit: what its row says in full, its policy and where each value comes from, what happened
// to it and why, its keys, and the orders one may give.

import {
  COUNTED, keysInStates, lastFailure, localWhy, means, nearness, nextStep, openedBy, order, placeOf,
  rejectedShare, shareTime, suspicion, traffic, UNFOLLOWED, wasDown,
} from "./circuit.js";
import { h, setAttribute, setList, setShown, setSymbol, setText, symbol } from "./dom.js";
import { answers } from "./instead.js";
import { drawBand, drawSpark } from "./spark.js";
import * as steer from "./steer.js";
import { effectOf, isForced, look, showsKey, word } from "./states.js";
import { duration, foreign, nameOf, percent, plural, timeOfDay, whole } from "./text.js";
import { rejectedWithinInFull } from "./within.js";

const MOST_KEYS = 20;
const MOST_GUARDS = 30;
const OUTCOMES = [
  ["success", "succeeded"],
  ["failure", "failed"],
  ["ignored", "ignored (as `ignore` says, or rejected by a circuit further in)"],
  ["abandoned", "abandoned"],
  ["rejected", "rejected"],
  ["would_be_rejected", "would be rejected"],
];

export class Detail {
  #told;
  #opener = null;

  /** `told` is `{close(), order(action), copy(), open(circuit), unfold(circuit)}`. */
  constructor(root, told) {
    this.root = root;
    this.#told = told;
    this.shape = symbol("closed");
    this.name = h("h2", { class: "foreign", tabindex: -1 });
    this.state = h("b", { class: "state-word" });
    this.meaning = h("span", {});
    this.facts = h("dl", {});
    this.traffic = h("canvas", { class: "chart", role: "img" });
    this.band = h("canvas", { class: "band", "aria-hidden": "true" });
    this.span = h("p", { class: "small" });
    this.orders = h("div", { class: "orders" }, ...steer.buttons(told.order));
    this.keys = h("ul", { class: "keys" });
    this.allKeys = h("button", { type: "button", click: () => told.unfold() });
    this.own = h("ul", { class: "small" });
    this.policy = h("tbody", {});
    this.events = h("ol", { class: "events" });
    this.trouble = h("p", { class: "small foreign" });
    this.late = h("p", { class: "small" }, "The end of a time is told with the next call: the " +
      "state that follows may be older than its event.");
    this.#build();
  }

  /** Comes up for a circuit; the focus goes to its name, and returns on closing. */
  open() {
    if (!this.root.hidden) return;
    this.#opener = document.activeElement;
    this.root.hidden = false;
    this.root.scrollTop = 0;
    this.name.focus();
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.#opener?.focus?.({ preventScroll: true });
  }

  /** Shows a circuit; `told` is what was fetched of it, or null. */
  show(circuit, told, page) {
    const effect = effectOf(circuit);
    setAttribute(this.root, "data-state", look(effect));
    setSymbol(this.shape, look(effect));
    this.#showName(nameOf(circuit));
    setText(this.state, word(effect));
    setText(this.meaning, means(circuit));
    setShown(this.orders, page.mode === "live" && page.live.steering.allowed && !page.lost);
    for (const button of this.orders.children) {
      setShown(button, steer.applies(button.dataset.action, circuit));
    }
    this.#showFacts(circuit, told, page);
    this.#showTraffic(circuit, told, page.shown.step);
    this.#showKeys(circuit, page);
    this.#showOwn(told?.own_settings ?? []);
    this.#showPolicy(told?.policy ?? [], page.mode);
    const past = this.#showEvents(told?.events ?? [], page);
    const none = told ? (past > 0 ? "" : "Nothing yet.") : "Fetching its events …";
    setText(this.trouble, told?.trouble ?? none);
    setShown(this.late, past > 0);
  }

  #build() {
    const section = (title, ...children) => h("section", {}, h("h3", {}, title), ...children);
    const copy = h("button", { type: "button", click: () => this.#told.copy() }, "Copy as text");
    const close = h("button", { type: "button", click: () => this.#told.close() }, "Close");
    this.root.replaceChildren(
      h("div", { class: "detail-head" }, this.shape, this.name, copy, close),
      h("p", { class: "detail-state" }, this.state, " ", this.meaning),
      this.orders, this.facts,
      section("Traffic", this.traffic, this.band, this.span,
        h("p", { class: "small" }, `${COUNTED} Latencies are not shown: a healthy call ` +
          "reads no clock.")),
      section("Keys", this.keys, this.allKeys, this.own),
      section("What happened", this.trouble, this.events, this.late),
      section("Policy", h("table", {}, h("thead", {}, h("tr", {}, h("th", {}, "Setting"),
        h("th", {}, "Value"), h("th", {}, "From"))), this.policy)));
    this.keySection = this.keys.parentNode;
    this.policySection = this.policy.closest("section");
  }

  // Where there is no room in one line, the key begins the next one.
  #showName(name) {
    if (this.name.textContent === name) return;
    this.name.replaceChildren(...name.split(/(?=\[)/).flatMap((part) => [h("wbr"), part]));
  }

  #showFacts(circuit, told, page) {
    const facts = factsOf(circuit, told, page).filter(([, text]) => text);
    setList(this.facts, facts, ([what]) => what,
      ([what]) => h("div", {}, h("dt", {}, what), h("dd", { class: "foreign" })),
      (element, [, text]) => setText(element.lastChild, text));
  }

  #showTraffic(circuit, told, step) {
    const fine = told?.series?.[0];
    const series = fine ?? circuit.spark;
    const length = Math.max(120, series.calls.length);
    drawSpark(this.traffic, series, length);
    setShown(this.band, Boolean(fine?.state));
    if (fine?.state) drawBand(this.band, fine.state, length);
    const stepMs = fine?.step_ms ?? step * 1000;
    const each = stepMs === 1000 ? "second by second" : `in steps of ${duration(stepMs)}`;
    const unknown = circuit.rates === null ? ` ${UNFOLLOWED}` : "";
    setText(this.span, `The last ${duration(length * stepMs)}, ${each}.${unknown}`);
    setAttribute(this.traffic, "aria-label", traffic(circuit, step));
  }

  #showKeys(circuit, page) {
    setShown(this.keySection, Boolean(circuit.keys));
    if (!circuit.keys) return;
    const keys = [...page.shown.circuits.values()]
      .filter((key) => key.whole === circuit.id)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST_KEYS);
    setList(this.keys, keys, (key) => key.id,
      (key) => h("li", {}, symbol("closed"), h("button", {
        type: "button",
        class: "plain foreign",
        click: () => this.#told.open(key),
      }, foreign(key.key)), h("span", {})),
      (element, key) => {
        const effect = effectOf(key);
        setAttribute(element, "data-state", look(effect));
        setSymbol(element.firstChild, look(effect));
        setText(element.lastChild, word(effect));
      });
    setText(this.allKeys, `Show all ${plural(circuit.keys.count, "key")} in the list`);
    setShown(this.allKeys, page.mode === "live");
  }

  // What overrides say of a key alone, be it without a circuit: it holds from its next call on.
  #showOwn(own) {
    setShown(this.own, own.length > 0);
    setList(this.own, own, ({ key }) => key,
      () => h("li", { class: "foreign" }),
      (element, one) => setText(element, ownSettings(one)));
  }

  #showPolicy(policy, mode) {
    setShown(this.policySection, policy.length > 0);
    setText(this.policySection.firstChild, mode === "past" ? "Policy, as it is now" : "Policy");
    setList(this.policy, policy, ({ name }) => name,
      ({ name }) => h("tr", {}, h("td", { class: "foreign" }, foreign(name)),
        h("td", { class: "foreign" }), h("td", {})),
      (row, { value, source }) => {
        setText(row.children[1], foreign(value));
        setText(row.children[2], foreign(source));
        setAttribute(row, "data-source", source);
      });
  }

  #showEvents(events, page) {
    const until = page.shown.atMs + 999;
    const past = events.filter(({ at_ms: at }) => page.mode === "live" || at <= until);
    setList(this.events, past, (event) => `${event.at_ms} ${event.from} ${event.to} ${event.text}`,
      (event) => h("li", { "data-state": lookOf(event) },
        h("time", {}, timeOfDay(event.at_ms)),
        symbol(lookOf(event)),
        h("span", { class: "foreign" }, capital(foreign(event.text || event.kind)))));
    return past.length;
  }
}

/** How the circuit was after an event. */
const lookOf = ({ to, dry_run: dry }) => look(effectOf({ state: to ?? "closed", dry_run: dry }));

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A trial call that fails opens the circuit again, within the same outage. */
const opened = ({ opened: n }) =>
  n > 1 ? `${plural(n, "time")}, counting each failed trial` : n === 1 && "once";

function inFleet(circuit, fleet) {
  const why = localWhy(circuit, fleet);
  const { openings } = circuit.fleet ?? {};
  return [
    why && `stays local: ${foreign(why)}`,
    openedBy(circuit),
    openings > 1 && `${openings} times in a row`,
  ].filter(Boolean).join(", ");
}

/** The functions that share a circuit, each with what it falls back to. */
function guarded(guards) {
  if (guards.length < 2) return null;
  const all = guards.slice(0, MOST_GUARDS).map(({ function: name, instead }) =>
    `${foreign(name)} (${instead.length ? foreign(instead.join(" → ")) : "no fallback"})`);
  const left = guards.length - all.length;
  return all.join(", ") + (left > 0 ? ` and ${left} more` : "");
}

/** What overrides say of a key by itself. */
function ownSettings({ key, has_circuit: lives, settings }) {
  const said = settings.map(({ name, value }) => `${foreign(name)} ${foreign(value)}`).join(", ");
  const away = lives ? "" : ", with its next call: it has no circuit at present";
  return `${foreign(key)} by overrides of its own: ${said || "as all keys at present"}${away}`;
}

/** What becomes of rejected calls; in a dry run there is none, and it says what would. */
function rejectedCalls({ dry_run: dry }, instead) {
  const error = "the error of an open circuit";
  const none = instead ? `${error}: not answered by ${instead.who}` : error;
  const answered = instead?.answered && `answered by ${instead.who}`;
  if (dry) return `none, in a dry run; else ${answered || none}`;
  return answered || `get ${none}`;
}

function factsOf(circuit, told, page) {
  const { clock, shown } = page;
  const from = (moment) =>
    `${duration(clock.now() - moment)}, since ${timeOfDay(clock.wall(moment))}`;
  const next = nextStep(circuit, clock);
  const instead = answers(circuit, shown);
  const calls = OUTCOMES.map(([field, what]) => [circuit.calls[field], what]);
  const rejected = rejectedShare(circuit);
  const [down, was] = circuit.dry_run ? ["Would be down for", "Would have been down for"]
    : ["Down for", "Was down for"];
  return [
    [down, circuit.outageSince !== null && !circuit.waits && from(circuit.outageSince)],
    [was, circuit.waits && circuit.outageSince !== null && wasDown(circuit)],
    // What it shows is of its keys: each has been in its state since a time of its own.
    ["In this state for",
      circuit.inStateSince !== null && !showsKey(circuit) && from(circuit.inStateSince)],
    ["Keys", keysInStates(circuit)],
    ["Next", next.label && next.sentence],
    ["Ordered", isForced(circuit.state) && order(circuit)],
    ["Why", foreign(circuit.why)],
    ["Suspected", suspicion(circuit, clock)?.replace("suspected ", "")],
    ["In the fleet", inFleet(circuit, shown.fleet)],
    ["Last failure", lastFailure(circuit, clock)?.replace("last failure ", "")],
    ["Rejected within", circuit.rejected_within && rejectedWithinInFull(circuit, page)],
    ["Rejected calls", rejectedCalls(circuit, instead)],
    [circuit.dry_run ? "Would be rejected" : "Rejected share", rejected.share !== null &&
      `${percent(rejected.share)} (${shareTime(circuit, clock)})`],
    ["Rule", nearness(circuit)],
    ["Opened", opened(circuit)],
    ["Calls", calls.filter(([n]) => n > 0).map(([n, what]) => `${whole(n)} ${what}`).join(", ") ||
      "none yet"],
    ["Defined at", placeOf(circuit)],
    ["Guards", guarded(told?.guards ?? [])],
  ];
}
