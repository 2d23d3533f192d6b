// What is looked at, in the address's fragment: a link shows somebody else the same. Fragments stay
// in the browser, so that names and keys are in nobody's access log.

import { SORTS } from "./items.js";
import { STATES } from "./states.js";

/**
 * Reads the fragment; a state or an order that there is not is none. `at` is the program's wall
 * clock in ms, which survives a restart.
 */
export function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const known = (name, values) => (values.includes(given.get(name)) ? given.get(name) : "");
  const at = Date.parse(given.get("at") ?? "");
  return {
    find: given.get("find") ?? "",
    state: known("state", STATES),
    sort: known("sort", Object.keys(SORTS)),
    circuit: given.get("circuit"),
    key: given.get("key"),
    at: Number.isNaN(at) ? null : at,
  };
}

/** Says a view as a fragment; what is as usual is left out. */
function fragment(view) {
  const given = new URLSearchParams();
  for (const name of ["find", "state", "sort"]) if (view[name]) given.set(name, view[name]);
  for (const name of ["circuit", "key"]) if (view[name] !== null) given.set(name, view[name]);
  if (view.at !== null) given.set("at", new Date(view.at).toISOString());
  return given.toString();
}

/** Writes the view to the address; `step` makes it one that the back button returns from. */
export function write(view, step) {
  const hash = fragment(view);
  if (hash === location.hash.slice(1)) return;
  const url = hash ? `#${hash}` : location.pathname + location.search;
  history[step ? "pushState" : "replaceState"](null, "", url);
}

/** The page's address, without the password that may have been written into it. */
export const here = () => location.origin + location.pathname;

/** The whole address of a view. */
export function link(view) {
  const page = here() + location.search;
  return fragment(view) ? `${page}#${fragment(view)}` : page;
}
