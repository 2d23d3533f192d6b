// Which lines the list shows, and in which order: search, filter, sort, and keys under their
// function. Plain data in, plain data out.

import { effectOf, isForced } from "./states.js";
import { foreign, wordsOf } from "./text.js";

// A folded function shows its worst keys; trouble is never folded away.
const WORST_KEYS = 3;
const NAMES = new Intl.Collator("en", { numeric: true });

/** When it changed last; a function does with each of its keys. */
const latest = (circuit, keys) =>
  -Math.max(...[circuit, ...keys].map((one) => one.inStateSince ?? 0));

/** The orders of the list beside the program's own, worst first; names break ties. */
export const SORTS = {
  __proto__: null,
  name: { label: "Name", by: () => 0 },
  calls: { label: "Calls per second", by: (c) => -(c.rates?.calls ?? -1) },
  failures: { label: "Failures per second", by: (c) => -(c.rates?.failures ?? -1) },
  rejected: { label: "Share rejected", by: (c) => -(c.rejected_share ?? -1) },
  near: { label: "Nearest to opening", by: (c) => -c.rule.near },
  changed: { label: "Latest change of state", by: latest },
};

/** The lines for a view: `{id, kind, circuit, level}`. */
export function items(store, keys, view) {
  const { wholes, byWhole } = families(store);
  const wanted = matcher(view);
  const lines = [];
  for (const circuit of inOrder(wholes, byWhole, view)) {
    const below = keyLines(circuit, byWhole.get(circuit.id) ?? [], keys, wanted, view);
    if (!wanted(circuit) && below.length === 0) continue;
    lines.push({ id: circuit.id, kind: "circuit", circuit, level: 1 }, ...below);
  }
  return lines;
}

function families(store) {
  const wholes = [];
  const byWhole = new Map();
  for (const circuit of store.circuits.values()) {
    if (circuit.whole === null || !store.circuits.has(circuit.whole)) wholes.push(circuit);
    else if (byWhole.has(circuit.whole)) byWhole.get(circuit.whole).push(circuit);
    else byWhole.set(circuit.whole, [circuit]);
  }
  for (const known of byWhole.values()) known.sort((a, b) => a.rank - b.rank);
  return { wholes, byWhole };
}

/** Orders are on top whatever the order; then the chosen one; a function is as bad as its keys. */
function inOrder(wholes, byWhole, view) {
  const sort = SORTS[view.sort];
  const worst = new Map(wholes.map((circuit) => {
    const keys = byWhole.get(circuit.id) ?? [];
    const rank = Math.min(circuit.rank, ...keys.map((key) => key.rank));
    const forced = isForced(circuit.state) || keys.some((key) => isForced(key.state));
    return [circuit, { rank, forced: forced ? 0 : 1, by: sort?.by(circuit, keys) ?? rank }];
  }));
  const names = (a, b) => NAMES.compare(a.name, b.name) || a.id - b.id;
  return wholes.sort((a, b) => {
    const [x, y] = [worst.get(a), worst.get(b)];
    return x.forced - y.forced || x.by - y.by || names(a, b);
  });
}

function keyLines(circuit, troubled, keys, wanted, view) {
  if (!circuit.keys && troubled.length === 0) return [];
  const line = (key) => ({ id: key.id, kind: "circuit", circuit: key, level: 2 });
  const fitting = troubled.filter(wanted);
  if (!keys.isUnfolded(circuit.id)) {
    const searched = view.find !== "" || view.state !== "";
    const shown = searched ? fitting : fitting.slice(0, WORST_KEYS);
    const hidden = fitting.length - shown.length;
    const more = { id: `+${circuit.id}`, kind: "unfold", circuit, level: 2, hidden };
    return hidden > 0 ? [...shown.map(line), more] : shown.map(line);
  }
  return [...fitting.map(line), ...fetchedLines(circuit, troubled, keys, wanted, line)];
}

function fetchedLines(circuit, troubled, keys, wanted, line) {
  const known = new Set(troubled.map((key) => key.id));
  const fold = keys.fold(circuit.id);
  const rest = keys.circuits(circuit.id).filter((key) => !known.has(key.id) && wanted(key));
  const lines = rest.map(line);
  const searching = fold.found && fold.pages.length === 0;
  if (fold.trouble || (fold.more && !searching)) {
    lines.push({ id: `…${circuit.id}`, kind: "fetching", circuit, level: 2, fold });
  }
  return lines;
}

/** A function is in the state that it shows, and in each that one of its keys is in. */
const isIn = (circuit, state) =>
  effectOf(circuit) === state || circuit.keys?.in_state[state] > 0;

/** Whether a circuit is looked for: all words somewhere in what its row says. */
function matcher(view) {
  const words = wordsOf(view.find.toLowerCase());
  return (circuit) => {
    if (view.state && !isIn(circuit, view.state)) return false;
    if (words.length === 0) return true;
    const text = said(circuit).toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function said(circuit) {
  const { name, key, why, last_failure: last, instead, ways, location, forced } = circuit;
  const steps = [instead ?? [], ...(ways ?? []).map((way) => way.instead)].flat();
  const others = steps.map((one) => one.what);
  const orders = [forced?.who, forced?.why];
  return [name, key, why, last?.kind, last?.text, location?.file, ...orders, ...others]
    .filter(Boolean)
    .map(foreign)
    .join(" ");
}
