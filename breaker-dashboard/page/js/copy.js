// What is said of circuits as plain text, for the incident channel.

import {
  dryRun, isTroubled, keysInStates, lastFailure, lasting, nearness, nextStep, openedBy, order,
  placeOf, rejectedShare, shareTime, speaker, suspicion, wasDown,
} from "./circuit.js";
import { answeredBy } from "./instead.js";
import { fleetLine, processName } from "./process.js";
import { effectOf, isForced, showsKey, word } from "./states.js";
import { duration, foreign, nameOf, percent, utc } from "./text.js";
import * as url from "./url.js";
import { isHit, rejectedWithin } from "./within.js";

// A channel is no place for a list of hundreds.
const MOST_LINES = 40;
const MOST_NAMES = 40;

/** The whole page: the sentences, and the list, worst first. */
export function ofPage(page) {
  const { verdict } = page.shown;
  const others = (verdict.more ?? []).slice(1);
  const sentences = [verdict, ...others].map(({ text }) => foreign(text));
  return [...sentences, "", ...list(page), "", ...source(page, page.view)].join("\n");
}

/** A line for each circuit that is not calm, and one for all that are. */
function list({ shown, clock }) {
  const circuits = [...shown.circuits.values()].sort((a, b) => a.rank - b.rank);
  const troubled = circuits.filter(isTroubled);
  const names = circuits.filter((circuit) => !isTroubled(circuit)).map(nameOf);
  const lines = troubled.slice(0, MOST_LINES).map((circuit) => line(circuit, shown, clock));
  const left = troubled.length - lines.length;
  if (left > 0) lines.push(`- and ${left} more`);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  if (names.length > 0) lines.push(`- closed: ${names.slice(0, MOST_NAMES).join(", ")}${more}`);
  return lines;
}

function line(circuit, shown, clock) {
  const told = speaker(circuit, shown);
  const state = showsKey(circuit) ? keysInStates(circuit)
    : (dryRun(circuit) ?? word(circuit.state).toLowerCase());
  const { share, what } = rejectedShare(circuit);
  const parts = [
    [state, lastingText(told, clock)].filter(Boolean).join(", "),
    showsKey(circuit) ? dryRun(circuit) && "calls pass" : keysInStates(circuit),
    share !== null && share > 0 && `${percent(share)} ${what} (${shareTime(circuit, clock)})`,
    nextStep(told, clock).sentence,
  ];
  return `- ${nameOf(circuit)}: ${parts.filter(Boolean).join("; ")}`;
}

function lastingText(circuit, clock) {
  const { brief, since } = lasting(circuit);
  return since === null ? "" : `${brief}for ${duration(clock.now() - since)}`;
}

/** One circuit. */
export function ofCircuit(circuit, page) {
  const { clock, shown } = page;
  const told = speaker(circuit, shown);
  const { what, since } = lasting(told);
  const next = nextStep(told, clock);
  const rejected = rejectedShare(circuit);
  const lines = [
    `${nameOf(circuit)}: ${word(effectOf(circuit))}`,
    dryRun(circuit) ?? keysInStates(circuit),
    since !== null && `${what} ${duration(clock.now() - since)}, since ${utc(clock.wall(since))}`,
    circuit.waits && circuit.outageSince !== null && `Was down for ${wasDown(circuit)}`,
    isForced(circuit.state) && `Forced ${order(circuit)}`,
    circuit.why && `Why: ${foreign(circuit.why)}`,
    suspicion(circuit, clock),
    openedBy(circuit),
    isHit(circuit, clock) && rejectedWithin(circuit, page),
    lastFailure(circuit, clock),
    answeredBy(circuit, shown),
    next.label && `Next: ${next.sentence}`,
    rejected.share !== null &&
      `${percent(rejected.share)} of all calls ${rejected.what} (${shareTime(circuit, clock)})`,
    nearness(circuit),
    circuit.location && `Defined at ${placeOf(circuit)}`,
  ];
  const view = { ...page.view, circuit: circuit.name, key: circuit.key };
  return [...lines.filter(Boolean), ...source(page, view)].join("\n");
}

/** Where and when it was seen; the link leads to that moment, also when it is long over. */
function source({ mode, shown, clock, incident }, view) {
  const fleet = shown.fleet ? `${fleetLine(shown.fleet, clock)}\n` : "";
  const seen = `${fleet}${processName(shown.process)}, at ${utc(shown.atMs)}`;
  if (mode === "file") return [`${seen}, from an incident saved ${utc(incident.saved_at_ms)}`];
  return [seen, url.link({ ...view, at: shown.atMs })];
}

/** Puts text on the clipboard; says whether it could. */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text);
  }
}

// Without https a browser has no clipboard for scripts, but a selection may still be copied.
function byHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "quiet";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
