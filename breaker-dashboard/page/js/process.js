// Which process this is, and which fleet it is in, in words.

import { duration, foreign, plural, timeOfDay } from "./text.js";

/** Its number and its machine, in parts. */
export const whereabouts = ({ pid, host }) => [`pid ${pid}`, `on ${foreign(host)}`];

/** Which process this is. */
export const processName = (process) =>
  [foreign(process.program), ...whereabouts(process)].join(" ");

// Between clocks of two machines, and from the last tick that was heard of to a process's end.
const AT_ONCE_MS = 1500;

/**
 * Says who answers instead of the one that did: `before` and `after` are what is known of each, as
 * a store has it. One that ran already when the other was heard of is no restart of that.
 */
export function whoAnswersNow(before, after) {
  const began = ({ atMs, tick, upSince }) => atMs - (tick * 1000 - upSince);
  const same = before.process.pid === after.process.pid &&
    before.process.host === after.process.host &&
    Math.abs(began(before) - began(after)) < AT_ONCE_MS;
  if (same) return "The program has made its dashboard anew: its record begins anew.";
  if (began(after) > before.atMs - AT_ONCE_MS) {
    const lasted = duration(before.tick * 1000 - before.upSince);
    const at = timeOfDay(began(after));
    return `The program was restarted at ${at}, it had been up for ${lasted}. ` +
      "What was shown before is of the old process.";
  }
  const [now, was] = [processName(after.process), before.process.pid];
  return `Another process answers now: ${now}. What was shown before is of pid ${was}. Where ` +
    "several share an address, each shows its own circuits: open one of them directly.";
}

/** As whom this process is in the fleet, and how many are; or since when it is away and why. */
export function fleetLine({ namespace, instance, members, away, awaySince }, clock) {
  const there = members > 1 ? plural(members, "member") : "no other member";
  const lasted = duration(clock.now() - awaySince);
  const how = away ? `away for ${lasted}: ${foreign(away.why)}` : there;
  const as = instance ? ` as ${foreign(instance)}` : "";
  return `Fleet ${foreign(namespace)}${as}: ${how}`;
}
