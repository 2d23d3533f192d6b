// What is said of circuits as plain text, for the incident channel.

import { answeredBy, lastFailure, lasting, nearness, nextStep, order } from "./row.js";
import { isForced, word } from "./states.js";
import { duration, foreign, nameOf, percent, utc } from "./text.js";
import * as url from "./url.js";

/** The whole page: the verdict, and each troubled circuit. */
export function ofPage(page) {
  const { verdict, process } = page.shown;
  const others = (verdict.more ?? []).slice(1);
  const sentences = [verdict, ...others].map(({ text }) => foreign(text));
  return [...sentences, "", source(process, page), url.link(page.view)].join("\n");
}

/** One circuit. */
export function ofCircuit(circuit, page) {
  const { clock, shown } = page;
  const { what, since } = lasting(circuit);
  const next = nextStep(circuit, clock);
  const lines = [
    `${nameOf(circuit)}: ${word(circuit.state)}`,
    since !== null && `${what} ${duration(clock.now() - since)}, since ${utc(clock.wall(since))}`,
    isForced(circuit.state) && `Forced ${order(circuit)}`,
    circuit.why && `Why: ${circuit.why}`,
    lastFailure(circuit, clock),
    answeredBy(circuit, shown),
    next.label && `${next.label} ${next.text}`,
    circuit.rejected_share !== null &&
      `${percent(circuit.rejected_share)} of the calls of the last minute were rejected`,
    nearness(circuit),
    circuit.location && `Defined at ${circuit.location.file}:${circuit.location.line}`,
    source(shown.process, page),
  ];
  const view = { ...page.view, circuit: circuit.name, key: circuit.key };
  return [...lines.filter(Boolean).map(foreign), url.link(view)].join("\n");
}

/** Which process this is. */
export const processName = ({ program, pid, host }) =>
  `${foreign(program)} pid ${pid} on ${foreign(host)}`;

const source = (process, { clock }) =>
  `${processName(process)}, at ${utc(clock.wall(clock.now()))}`;

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
