// Which process this is, and which fleet it is in, in words.

import { duration, foreign, plural } from "./text.js";

/** Its number and its machine, in parts. */
export const whereabouts = ({ pid, host }) => [`pid ${pid}`, `on ${foreign(host)}`];

/** Which process this is. */
export const processName = (process) =>
  [foreign(process.program), ...whereabouts(process)].join(" ");

/** How many are in the fleet, or since when this process is away and why. */
export function fleetLine({ namespace, members, away, awaySince }, clock) {
  const there = members > 1 ? plural(members, "member") : "no other member";
  const lasted = duration(clock.now() - awaySince);
  const how = away ? `away for ${lasted}: ${foreign(away.why)}` : there;
  return `Fleet ${foreign(namespace)}: ${how}`;
}
