// Which process this is, and which fleet it is in.

import { byId, h, setAttribute, setList, setShown, setText } from "./dom.js";
import { fleetLine, whereabouts } from "./process.js";
import { duration, foreign, nameOf, plural, utc, whole } from "./text.js";

/** Names the process, and since when it runs. */
export function showProcess({ clock, shown }) {
  const { program, version } = shown.process;
  const element = byId("process");
  const [name, rest = h("span")] = element.children;
  if (!rest.isConnected) element.append(rest);
  setText(name, foreign(program));
  const up = `up ${duration(clock.now() - shown.upSince)}`;
  const parts = [version && `version ${foreign(version)}`, ...whereabouts(shown.process), up];
  // A line breaks between the parts.
  const whole = parts.filter(Boolean).map((part) => part.replaceAll(" ", "\u00a0"));
  setText(rest, whole.join(" · "));
  const began = utc(clock.wall(shown.upSince));
  const kept = duration(clock.now() - shown.recordedSince);
  const bound = shown.process.memory_bytes;
  const memory = (bound / 1048576).toFixed(bound % 1048576 ? 1 : 0);
  const within = bound ? ` within ${memory} MiB of memory` : "";
  setAttribute(element, "title",
    `This process only, since ${began}; recorded for ${kept}${within}`);
}

/** Shows the line of the fleet, and what it opens to. */
export function showFleet({ shown: { fleet }, clock }) {
  const element = byId("fleet");
  setShown(element, Boolean(fleet));
  if (!fleet) return;
  const [summary, list] = element.children;
  setText(summary, fleetLine(fleet, clock));
  setAttribute(element, "data-away", Boolean(fleet.away));
  if (!element.open) return;
  setList(list, Object.entries(lines(fleet)), ([place]) => place,
    () => h("li", { class: "foreign" }), (line, [, text]) => setText(line, text));
}

/** Who is there, and what stays local. */
function lines(fleet) {
  const { members, others, local, leases } = fleet;
  const member = ({ instance, zone }) => foreign(instance + (zone ? `, zone ${zone}` : ""));
  const unnamed = members - 1 - others.length;
  const hidden = fleet.local_count - local.length;
  return [
    `${member(fleet)}: this process`,
    ...others.map(member),
    unnamed > 0 && `${whole(unnamed)} more`,
    ...local.map((one) => `${nameOf(one)} stays local: ${foreign(one.why)}`),
    hidden > 0 && `${whole(hidden)} more stay local`,
    leases > 0 && `this process tries for all: ${plural(leases, "circuit")}`,
    `messages: ${whole(fleet.sent)} sent, ${whole(fleet.received)} received, ` +
      `${whole(fleet.dropped)} dropped`,
  ].filter(Boolean);
}
