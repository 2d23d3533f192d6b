// What is said of one circuit, in words: the same wherever it is shown.

import { effectOf, isForced, meaning, showsKey, STATES, word } from "./states.js";
import { duration, foreign, inStep, percent, plural, rest, whole } from "./text.js";

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** Whether a row needs room for reasons. */
export const isTroubled = (circuit) => effectOf(circuit) !== "closed";

/** Whose times are shown: of a function its worst key's, if that is listed; else null. */
export const speaker = (circuit, store) =>
  showsKey(circuit) ? (store.circuits.get(circuit.keys.worst.circuit) ?? null) : circuit;

/**
 * How long it has been like this, and the word before it where there is little room. An outage
 * lasts from its beginning, through all of its trials, until nobody calls.
 */
export function lasting(circuit) {
  if (circuit === null) return { what: "", brief: "", since: null };
  const { state, waits, outageSince, inStateSince } = circuit;
  if (waits) return { what: "waiting for", brief: "waits ", since: inStateSince };
  const dry = effectOf(circuit) === "dry_run";
  const down = (state === "open" || state === "half_open") && outageSince !== null;
  if (down && dry) return { what: "would be down for", brief: "", since: outageSince };
  if (down) return { what: "down for", brief: "down ", since: outageSince };
  const what = dry ? "would reject" : word(state).toLowerCase();
  return { what: `${what} for`, brief: "", since: inStateSince };
}

/** What a dry run means for calls: which would be rejected, and that they pass. */
export function dryRun(circuit) {
  if (showsKey(circuit)) {
    const isDry = effectOf(circuit) === "dry_run";
    return isDry ? `dry run: ${keysInStates(circuit)}; calls pass` : null;
  }
  if (!circuit.dry_run) return null;
  const state = word(circuit.state).toLowerCase();
  return effectOf(circuit) === "dry_run"
    ? `dry run: ${state}, would reject; calls pass`
    : `dry run: ${state}, rejects no call`;
}

/** Which share of calls is rejected, or would be in a dry run, as `{share, what}`. */
export function rejectedShare({ rejected_share: share, would_be_rejected_share: would }) {
  if (would !== null) return { share: would, what: "would be rejected" };
  return { share, what: "rejected" };
}

/** How long the outage was of one that waits for a call: whether it goes on nobody knows. */
export const wasDown = ({ outageSince, inStateSince }) =>
  duration(inStateSince - (outageSince ?? inStateSince));

const step = (label, text, sentence = `${label} ${text}`) => ({ label, text, sentence });
const NO_STEP = step("", "", "");

/** What happens next: when a trial call is let through, all calls are, or an order ends. */
export function nextStep(circuit, clock) {
  if (circuit === null) return NO_STEP;
  if (isForced(circuit.state)) {
    const ends = circuit.forcedUntil;
    if (ends === null) return step("until reset", "no end", "nothing, until somebody resets it");
    return step("order ends in", rest(ends - clock.now()));
  }
  if (circuit.ramp_up) return fullTraffic(circuit, clock);
  const [isOpen, isHalfOpen] = [circuit.state === "open", circuit.state === "half_open"];
  const left = circuit.retryAt === null ? 0 : circuit.retryAt - clock.now();
  // Half-open, it has an end only while the places for trials are taken, or others go first.
  const isTried = isHalfOpen && left > 0 && !circuit.held;
  const { phase, by, by_self: ours } = circuit.fleet ?? {};
  if (phase === "tried" && (isOpen || isHalfOpen) && (ours || !isTried)) {
    const who = ours ? "this process" : foreign(by);
    return step("tries for all", who, `${who} tries for all`);
  }
  if (!isHalfOpen && (!isOpen || circuit.retryAt === null)) return NO_STEP;
  // The circuit has no thread of its own: the next call that asks is the trial.
  if (left <= 0) return step("the trial is the", "next call");
  if (isTried) return step("a trial call is", "under way");
  return isOpen
    ? step("next trial in", rest(left), `a trial call in ${rest(left)}`)
    : step("other members", "try first");
}

/** Which share of calls is let through, and when all of them are. */
function fullTraffic({ ramp_up: { share }, rampUpUntil, dry_run: dry }, clock) {
  const all = rest(rampUpUntil - clock.now());
  const pass = `${percent(share)} ${dry ? "would pass" : "pass"}`;
  return step(`${pass}, all in`, all, `${pass}, full traffic in ${all}`);
}

/**
 * Of which time the share of rejected calls is: in its first minute that of the outage; of a key,
 * whose calls are followed while it is in trouble, that of these.
 */
export function shareTime({ outageSince, followedSince }, clock) {
  const lasted = (since) => (since === null ? Infinity : clock.now() - since);
  const [outage, followed] = [lasted(outageSince), lasted(followedSince)];
  if (outage < MINUTE_MS && outage <= followed + SECOND_MS) return "since it began";
  return followed < MINUTE_MS ? `last ${duration(Math.max(SECOND_MS, followed))}` : "last minute";
}

/** What the calls of one second are, in words. */
export const traffic = ({ rates }, step) => (rates === null
  ? UNFOLLOWED
  : `${rates.calls} calls, ${rates.failures} failures, ${rates.rejected} rejected ${inStep(step)}`);

/** Which calls are counted. */
export const COUNTED =
  "Calls are counted when they end: those under way are not, and a timeout ends one that hangs.";

/** Why the calls of a key are not known. */
export const UNFOLLOWED =
  "Not known: the calls of a key are followed while it is not closed, and for a minute after that.";

/** Who ordered a forced state, and why. */
export function order(circuit) {
  const { who, why } = circuit.forced ?? {};
  return foreign(`${who ? `by ${who}` : "by the program"}${why ? `: ${why}` : ""}`);
}

/** Where it is defined. */
export const placeOf = ({ location }) =>
  location && foreign(`${location.file}:${location.line}`);

/** Why a circuit takes no part in a fleet, if it takes none. */
export const localWhy = (circuit, fleet) =>
  fleet?.local.find(({ name, key }) => name === circuit.name && key === circuit.key)?.why;

/** Who suspects a circuit, and what that means. */
export const suspicion = ({ suspected, suspectedUntil }, clock) =>
  suspected && `suspected by ${foreign(suspected.by)} for ` +
    `${rest(suspectedUntil - clock.now())}: opens at a few failures in a row`;

/** How many members' circuits opened in the fleet, whose was the first, and why. */
export const openedBy = ({ fleet }) =>
  fleet?.opened_by &&
    foreign(`opened ${members(fleet)}${fleet.why ? `: ${fleet.why}` : ""}`);

/** Whether one has trouble or all, if that is told: who has opened, which is not who is open. */
function members(fleet) {
  const { phase, openers, members: all, is_estimate: estimated } = fleet;
  const first = fleet.opened_here ? "here" : `by ${fleet.opened_by}`;
  if (phase === "recovered" || !(all > 1)) return first;
  if (!openers) return `${first}, by how many of ${all} members is not known`;
  if (openers > 1) {
    return `by ${estimated ? "about " : ""}${openers} of ${all} members, first ${first}`;
  }
  if (!estimated) return `${first} alone, of ${all} members`;
  // A sample tells: others may have opened as well.
  return `by few of ${all} members, first ${first}`;
}

/** What failed last, and how long ago. */
export function lastFailure(circuit, clock) {
  if (!circuit.last_failure) return null;
  const { kind, text } = circuit.last_failure;
  return `last failure ${duration(clock.now() - circuit.failedAt)} ago: ${foreign(text ?? kind)}`;
}

/**
 * How near a rule is to opening its circuit; of one that is not closed, the rule. A function with
 * keys counts no call itself: its nearest key does, by a rule of its own if it has one.
 */
export function nearness({ state, keys, rule: opens }) {
  const { text, failures, calls, near, key, key_text: own } = opens;
  const ofKey = key ? `; nearest is ${foreign(key)}${own ? ` (${foreign(own)})` : ""}` : "";
  const rule = foreign(text) + (keys ? `, counted for each key by itself${ofKey}` : "");
  if (state !== "closed" || keys && !key) return rule;
  const now = calls === null
    ? `${plural(failures, "failure")} now`
    : `${whole(failures)} of ${plural(calls, "call")} failed`;
  return `${rule}: ${now}, ${percent(near)} of the way`;
}

/** What it does to calls, in words. */
export function means(circuit) {
  const ofKeys = showsKey(circuit) ? `as its worst key is; ${keysInStates(circuit)}` : null;
  return dryRun(circuit) ?? ofKeys ?? meaning(effectOf(circuit));
}

/** Of a function: "open: 3 of 5 keys, half-open: 1", the worst first; "5 keys" if none is. */
export function keysInStates(circuit) {
  if (!circuit.keys) return null;
  const { count, in_state: inState, worst } = circuit.keys;
  const all = plural(count, "key");
  const worstFirst = new Set([worst?.effect ?? "open", ...STATES, ...Object.keys(inState)]);
  const parts = [...worstFirst]
    .filter((state) => inState[state] > 0 && state !== "closed")
    .map((state) => `${word(state).toLowerCase()}: ${whole(inState[state])}`);
  if (parts.length === 0) return all;
  parts[0] += ` of ${all}`;
  return parts.join(", ");
}
