// The colours of the style, for canvases: they cannot read `var(--open)` by themselves.

import { h } from "./dom.js";

const NAMES = [
  "ink", "soft", "line", "card", "calls", "failures", "rejected", "accent",
  "open", "half_open", "ramp_up", "forced_open", "forced_closed", "dry_run", "closed",
];
const probe = h("i", { class: "probe", "aria-hidden": "true" });
let colours = null;

/** The colours as they are now, by the style's names. */
export function palette() {
  if (colours) return colours;
  document.body.append(probe);
  colours = {};
  for (const name of NAMES) {
    probe.className = `probe ink-${name}`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}

/** Forgets the colours, and tells `changed`, when the viewer's system turns light or dark. */
export function watchScheme(changed) {
  const forget = () => {
    colours = null;
    changed();
  };
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", forget);
  }
  return forget;
}
