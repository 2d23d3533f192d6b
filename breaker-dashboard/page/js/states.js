// What circuits do to calls: each has a word, a shape (of the same name) and a colour (in the
// style). That is their state, but for who would reject calls in a dry run.

/** All of them, worst first, in the order of the filter. */
export const STATES = [
  "open", "half_open", "ramp_up", "forced_open", "forced_closed", "dry_run", "closed",
];

const WORDS = {
  // What a table is asked for may be anybody's text: "constructor" is no state.
  __proto__: null,
  open: "Open",
  half_open: "Half-open",
  ramp_up: "Ramping up",
  forced_open: "Forced open",
  forced_closed: "Forced closed",
  dry_run: "Would reject",
  closed: "Closed",
};

const MEANINGS = {
  __proto__: null,
  open: "calls are rejected until the next trial",
  half_open: "trial calls decide whether it closes",
  ramp_up: "a growing share of calls is admitted",
  forced_open: "somebody rejects all calls, until the end of the order",
  forced_closed: "somebody admits all calls, until the end of the order",
  closed: "calls go through",
};

/**
 * What a circuit does to calls: in a dry run it rejects none. A function on which nothing is forced
 * shows its worst key.
 */
export function effectOf(circuit) {
  const { state, dry_run: dry } = circuit;
  if (showsKey(circuit)) return circuit.keys.worst.effect;
  const passes = state === "closed" || state === "forced_closed";
  return dry && !passes ? "dry_run" : state;
}

/** Whether it is a function that shows its worst key. */
export const showsKey = ({ state, keys }) => state === "closed" && Boolean(keys?.worst);

/** The word of a state; one that a newer program may have is shown as it is written. */
export const word = (state) => WORDS[state] ?? String(state);

/** What a state means for calls; of a dry run `dryRun` says it. */
export const meaning = (state) => MEANINGS[state] ?? "";

/** The name of a state in shapes and styles; one that is not known looks like half-open. */
export const look = (state) => (state in WORDS ? state : "half_open");

/** Whether a state is a person's order. */
export const isForced = (state) => state === "forced_open" || state === "forced_closed";

/** The looks of a verdict's levels. */
export const LEVELS = {
  __proto__: null,
  calm: "closed",
  dry_run: "dry_run",
  recovering: "ramp_up",
  forced: "forced_open",
  outage: "open",
};
