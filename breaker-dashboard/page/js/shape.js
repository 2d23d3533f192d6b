// Whether a file is the incident that it claims to be. Nothing of it is shown before all of it was
// looked at: else half of it would stand over what is live. What the page reads is named here, as
// the schema has it. A field that is not there is unknown, and one that is not named is nobody's.

// Beyond the year 5000 a date has no words.
const MOST = 1e14;
// A record goes back six hours; what is drawn of a stretch has a place for each of its seconds.
const LONGEST = 86400;

const number = (it) => Number.isFinite(it) && Math.abs(it) <= MOST;
const index = (it) => Number.isInteger(it) && it >= 0 && it <= MOST / 1000;
const text = (it) => typeof it === "string" && it.length <= 10000;
const flag = (it) => typeof it === "boolean";
const isTable = (it) => typeof it === "object" && it !== null && !Array.isArray(it);

const some = (is) => (it) => it === undefined || is(it);
const maybe = (is) => (it) => it === null || it === undefined || is(it);
const list = (is, most = 1e5) => (it) =>
  Array.isArray(it) && it.length <= most && it.every((one) => is(one));
const all = (is) => (it) => isTable(it) && Object.values(it).every(is);
const has = (fields) => {
  const known = Object.entries(fields);
  return (it) => isTable(it) && known.every(([name, is]) => is(it[name]));
};
const optional = (fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, is]) => [name, some(is)]));

const series = list(maybe(number), 1000);
const SENTENCE = { level: text, text, circuit: maybe(index) };
const counts = has({ all: number, of_keys: number, down: number, in_state: all(number) });
const verdict = has({ ...SENTENCE, counts: some(counts), more: some(list(has(SENTENCE))) });

const fleet = maybe(has(optional({
  namespace: text,
  instance: text,
  zone: maybe(text),
  shares_control: flag,
  away: maybe(has({ for_ms: number, why: text })),
  members: number,
  others: list(has({ instance: text, zone: maybe(text), seen_ms: number })),
  sent: number,
  received: number,
  dropped: number,
  leases: number,
  local: list(has({ name: text, key: maybe(text), why: text })),
  local_count: number,
})));

const steps = list(has({
  what: text,
  circuit: maybe(index),
  passes: some(text),
  share: maybe(number),
}));

const FIELDS = optional({
  key: maybe(text),
  whole: maybe(index),
  dry_run: flag,
  in_state_for_ms: maybe(number),
  outage_for_ms: maybe(number),
  retry_after_ms: maybe(number),
  ramp_up: maybe(has({ rest_ms: number, share: number })),
  held: flag,
  waits: flag,
  rank: number,
  rule: has({
    text,
    failures: number,
    calls: maybe(number),
    near: number,
    key: maybe(text),
    key_text: maybe(text),
  }),
  calls: all(number),
  rates: maybe(has({ calls: number, failures: number, rejected: number })),
  followed_for_ms: maybe(number),
  rejected_share: maybe(number),
  would_be_rejected_share: maybe(number),
  opened: number,
  why: maybe(text),
  last_failure: maybe(has({ ago_ms: number, kind: text, text: maybe(text) })),
  instead: steps,
  ways: list(has({ functions: number, instead: steps })),
  rejected_within: maybe(has({
    calls: number,
    rate: number,
    ago_ms: number,
    by: text,
    key: maybe(text),
    answered: maybe(flag),
  })),
  location: maybe(has({ file: text, line: number })),
  forced: maybe(has({ rest_ms: maybe(number), who: maybe(text), why: maybe(text) })),
  suspected: maybe(has({ rest_ms: number, by: maybe(text) })),
  fleet: maybe(has({
    phase: text,
    by: maybe(text),
    by_self: maybe(flag),
    rest_ms: maybe(number),
    opened_by: maybe(text),
    opened_here: maybe(flag),
    why: maybe(text),
    suspected_ms: maybe(number),
    openings: maybe(number),
    openers: maybe(number),
    members: maybe(number),
    is_estimate: maybe(flag),
  })),
  keys: maybe(has({
    count: number,
    in_state: all(number),
    down: some(number),
    worst: maybe(has({ effect: text, circuit: maybe(index) })),
  })),
  spark: has({ calls: series, failures: series, rejected: series }),
});
const CIRCUIT = { id: index, name: text, state: text };

const moment = { tick: index, at_ms: number, fleet };
const base = has({
  ...moment,
  process: has({
    host: text,
    pid: number,
    program: text,
    version: maybe(text),
    up_for_ms: number,
    recorded_for_ms: number,
    memory_bytes: some(number),
  }),
  verdict,
  circuits: list(has({ ...FIELDS, ...CIRCUIT })),
});
const patch = has({
  ...moment,
  verdict: some(verdict),
  circuits: some(list(has({ ...FIELDS, ...optional(CIRCUIT), id: index }))),
  removed: some(list(index)),
});

const run = (it) => Array.isArray(it) && index(it[0]) && text(it[1]);
const row = has({ id: index, name: text, key: maybe(text), runs: list(run) });
const event = has({
  at_ms: number,
  kind: text,
  text: maybe(text),
  who: maybe(text),
  why: maybe(text),
  dry_run: maybe(flag),
  from: maybe(text),
  to: maybe(text),
});
const incident = has({
  saved_at_ms: number,
  shown: maybe(index),
  timeline: has({ first: index, last: index, rows: list(row) }),
  base,
  ticks: list(patch, LONGEST),
  step: (it) => it === 1 || it === 10,
  events: all(list(event)),
});

/** Whether all of it has the shape of an incident, tick after tick. */
export function isWhole(it) {
  if (!incident(it)) return false;
  const ticks = [it.base, ...it.ticks].map(({ tick }) => tick);
  return ticks.at(-1) - ticks[0] <= LONGEST && ticks.every((tick, n) => !n || tick > ticks[n - 1]);
}
