// Calls that a circuit further in rejects, in words.

import { answers } from "./instead.js";
import { duration, inStep, nameOf, whole } from "./text.js";

const MINUTE_MS = 60_000;
// Calls that come now and then do not make what goes on look over.
const GOES_ON_MS = 5_000;

const lasted = ({ rejectedWithinAt: at }, clock) => clock.now() - at;

/** Whether calls were rejected by a circuit further in, within the last minute. */
export const isHit = (circuit, clock) =>
  circuit.rejected_within !== null && lasted(circuit, clock) < MINUTE_MS;

/** Whether they are: a word for the name's badge. */
export const isHitNow = (circuit, clock) =>
  isHit(circuit, clock) && lasted(circuit, clock) < GOES_ON_MS;

/** How many calls a circuit further in rejects, which one, and who answers them. */
export function rejectedWithin(circuit, { clock, shown }) {
  const { by, key } = circuit.rejected_within;
  return `rejected within by ${nameOf({ name: by, key })}, ${often(circuit, clock)}` +
    end(circuit, shown);
}

/** The same for all that is known of one circuit. */
export function rejectedWithinInFull(circuit, page) {
  const { calls, by, key } = circuit.rejected_within;
  return `${whole(calls)} by ${nameOf({ name: by, key })}, ${often(circuit, page.clock)}` +
    end(circuit, page.shown);
}

function often(circuit, clock) {
  return lasted(circuit, clock) < GOES_ON_MS
    ? `${whole(circuit.rejected_within.rate)} ${inStep(1)}`
    : `the last one ${duration(lasted(circuit, clock))} ago`;
}

/** Who has no fallback is not said to have one that answers or does not. */
function end(circuit, shown) {
  const { answered } = circuit.rejected_within;
  const instead = answers(circuit, shown);
  if (!instead || answered === null) return "";
  if (!answered) return ", not answered by its fallback";
  return instead.answered ? `, answered by ${instead.who}` : `, not answered by ${instead.who}`;
}
