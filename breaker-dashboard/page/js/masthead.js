// Which process this is.

import { byId, h, setAttribute, setText } from "./dom.js";
import { duration, foreign } from "./text.js";

/** Names the process, and since when it runs. */
export function showProcess({ clock, shown }) {
  const { program, version, pid, host } = shown.process;
  const element = byId("process");
  const [name, rest = h("span")] = element.children;
  if (!rest.isConnected) element.append(rest);
  setText(name, foreign(program));
  const up = `up ${duration(clock.now() - shown.upSince)}`;
  const parts = [version && `version ${foreign(version)}`, `pid ${pid}`, `on ${foreign(host)}`, up];
  // A line breaks between the parts.
  const whole = parts.filter(Boolean).map((part) => part.replaceAll(" ", "\u00a0"));
  setText(rest, whole.join(" · "));
  const kept = duration(clock.now() - shown.recordedSince);
  const bound = shown.process.memory_bytes;
  const within = bound ? ` within ${(bound / 1048576).toFixed(bound % 1048576 ? 1 : 0)} MiB` : "";
  setAttribute(element, "title", `This process only, recorded for ${kept}${within}`);
}
