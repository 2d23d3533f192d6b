// Where the rejected calls of a circuit go. Who answers may be in trouble itself: what a rejection
// leads to is said of all circuits on the way, and in one place.

import { keysInStates } from "./circuit.js";
import { effectOf, showsKey, word } from "./states.js";
import { foreign, nameOf, percent } from "./text.js";

/**
 * Who answers rejected calls, as `{how, who, answered}`. A circuit among them is named, and one
 * that does not pass all calls says so; `answered` is whether somebody there passes some.
 */
export function answers(circuit, store) {
  const { instead = [], ways = [] } = circuit;
  if (instead.length === 0 && ways.length === 0) return null;
  const who = ways.length > 0 ? severalWays(ways, store) : oneWay(instead, store);
  const answered = ways.length > 0
    ? ways.some((way) => isAnswered(way.instead))
    : isAnswered(instead);
  const how = answered ? "answered by" : "not answered by";
  return { how: rejects(circuit) ? how : "falls back to", who, answered };
}

/** The same in words. */
export function answeredBy(circuit, store) {
  const told = answers(circuit, store);
  return told && `${told.how} ${told.who}`;
}

/** What becomes of calls once this circuit rejects them: "answered by charge_b", "rejected". */
export function becomes(circuit, store) {
  const told = answers(circuit, store);
  if (!told) return "rejected";
  return told.answered ? `answered by ${told.who}` : `rejected, not answered by ${told.who}`;
}

/** Each function has its own, or none: they are no steps of one way. */
function severalWays(ways, store) {
  const functions = (some) => some.reduce((sum, way) => sum + way.functions, 0);
  const answered = ways.filter((way) => way.instead.length > 0);
  const by = answered.length > 2
    ? `one of ${answered.length} fallbacks, by function`
    : answered.map((way) => oneWay(way.instead, store)).join(" or ");
  const all = functions(ways);
  const none = all - functions(ways.filter((way) => isAnswered(way.instead)));
  return none > 0 ? `${by} (rejected in ${none} of ${all} functions)` : by;
}

const oneWay = (steps, store) => steps.map((step) => {
  const name = foreign(step.what);
  const other = step.circuit === null ? undefined : store.circuits.get(step.circuit);
  const notes = [...(!other || other.name === step.what ? [] : [nameOf(other)]),
    ...passing(step, other)];
  return notes.length > 0 ? `${name} (${notes.join(", ")})` : name;
}).join(" → ");

/** Whether a step of a way passes calls: which ones, the program says. */
const isAnswered = (steps) => steps.some(({ passes }) => passes !== "none");

/** How a step is that does not pass all calls. */
function passing({ passes, share }, circuit) {
  if (passes === "share") return [`passes ${percent(share)}`];
  if (passes === "trial_calls") return ["passes trial calls alone"];
  if (!circuit || passes !== "some_keys" && passes !== "none") return [];
  return [showsKey(circuit) ? keysInStates(circuit) : word(effectOf(circuit)).toLowerCase()];
}

/** Whether calls are rejected, by the circuit or its worst key. */
const rejects = (circuit) =>
  ["open", "half_open", "forced_open"].includes(effectOf(circuit)) && !circuit.waits;
