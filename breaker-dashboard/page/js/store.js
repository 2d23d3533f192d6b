// What is known of the program at one tick: a Document, brought forward by Patches. The live view,
// the rewound view and a saved incident are each one of these.

// Durations of the wire run on by themselves. Kept are the moments they run from (sign -1) or to
// (sign +1), on the recorder's axis.
const MOMENTS = [
  ["in_state_for_ms", "inStateSince", -1],
  ["outage_for_ms", "outageSince", -1],
  ["retry_after_ms", "retryAt", +1],
  ["followed_for_ms", "followedSince", -1],
];
// Within a field: what is kept of it beside.
const PARTS = [
  ["last_failure", "ago_ms", "failedAt", -1],
  ["rejected_within", "ago_ms", "rejectedWithinAt", -1],
  ["forced", "rest_ms", "forcedUntil", +1],
  ["ramp_up", "rest_ms", "rampUpUntil", +1],
  ["suspected", "rest_ms", "suspectedUntil", +1],
  ["fleet", "rest_ms", "fleetUntil", +1],
];
/** A second without calls. */
export const SILENCE = Object.freeze({ calls: 0, failures: 0, rejected: 0 });

const UNKNOWN = Object.freeze({
  key: null,
  whole: null,
  in_state_for_ms: null,
  outage_for_ms: null,
  retry_after_ms: null,
  held: false,
  waits: false,
  rates: null,
  followed_for_ms: null,
  rejected_share: null,
  would_be_rejected_share: null,
  last_failure: null,
  rejected_within: null,
  forced: null,
  ramp_up: null,
  suspected: null,
  fleet: null,
  keys: null,
});
const NO_RULE = Object.freeze({ text: "", failures: 0, calls: null, near: 0, key: null });

/** A circuit of the page's own from one of the wire at a tick; what is not told is unknown. */
export function own(told, tick) {
  const { calls = [], failures = [], rejected = [] } = told.spark ?? {};
  const circuit = {
    ...UNKNOWN,
    ...told,
    calls: told.calls ?? {},
    instead: told.instead ?? [],
    ways: told.ways ?? [],
    rule: told.rule ?? NO_RULE,
    // A copy: a replay goes through its Document more than once.
    spark: { calls: [...calls], failures: [...failures], rejected: [...rejected] },
  };
  return withMoments(circuit, circuit, tick);
}

/** Adds the moments that a circuit's durations stand for. */
function withMoments(circuit, news, tick) {
  const now = tick * 1000;
  for (const [field, moment, sign] of MOMENTS) {
    if (field in news) circuit[moment] = news[field] === null ? null : now + sign * news[field];
  }
  for (const [field, part, moment, sign] of PARTS) {
    const ms = news[field]?.[part] ?? null;
    if (field in news) circuit[moment] = ms === null ? null : now + sign * ms;
  }
  return circuit;
}

/** Says a store as a Document: `own` backwards. */
export function toWire({ tick, atMs, process, fleet, verdict, circuits, upSince, recordedSince }) {
  const now = tick * 1000;
  const toTold = (circuit) => {
    const told = { ...circuit };
    for (const [field, moment, sign] of MOMENTS) {
      told[field] = circuit[moment] === null ? null : sign * (circuit[moment] - now);
      delete told[moment];
    }
    for (const [field, part, moment, sign] of PARTS) {
      const ms = circuit[moment] === null ? null : sign * (circuit[moment] - now);
      told[field] &&= { ...told[field], [part]: ms };
      delete told[moment];
    }
    return told;
  };
  return {
    format: "circuit-breaker-dashboard",
    version: 1,
    full: true,
    cursor: "",
    tick,
    at_ms: atMs,
    process: { ...process, up_for_ms: now - upSince, recorded_for_ms: now - recordedSince },
    steering: { allowed: false, who: null, token: null },
    fleet: fleet?.away
      ? { ...fleet, away: { ...fleet.away, for_ms: now - fleet.awaySince } }
      : fleet,
    verdict,
    circuits: [...circuits.values()].map(toTold),
  };
}

export class Store {
  tick = 0;
  // Seconds from one tick to the next: those that are long past are kept every ten.
  step = 1;
  atMs = 0;
  process = null;
  steering = { allowed: false, who: null, token: null };
  fleet = null;
  verdict = null;
  circuits = new Map();

  /** Starts over from a whole Document. */
  replace(doc) {
    this.tick = doc.tick;
    this.atMs = doc.at_ms;
    this.process = doc.process;
    this.upSince = doc.tick * 1000 - doc.process.up_for_ms;
    this.recordedSince = doc.tick * 1000 - doc.process.recorded_for_ms;
    this.steering = doc.steering ?? this.steering;
    this.fleet = null;
    this.#join(doc.fleet);
    this.verdict = doc.verdict;
    this.circuits = new Map(doc.circuits.map((circuit) => [circuit.id, own(circuit, this.tick)]));
  }

  /** Goes one tick forward; says whether rows may stand elsewhere now. */
  patch(patch) {
    this.tick = patch.tick;
    this.atMs = patch.at_ms;
    if (patch.verdict) this.verdict = patch.verdict;
    this.#join(patch.fleet);
    for (const id of patch.removed ?? []) this.circuits.delete(id);
    // Traffic is told of where there was some, or it is not known; everybody else was silent in
    // this second.
    for (const circuit of this.circuits.values()) circuit.rates = SILENCE;
    for (const news of patch.circuits ?? []) this.#change(news);
    for (const circuit of this.circuits.values()) remember(circuit);
    const moves = (news) => "state" in news || "rank" in news || "keys" in news;
    return Boolean(patch.removed?.length) || (patch.circuits ?? []).some(moves);
  }

  #join(news) {
    if (!news) return;
    this.fleet = { others: [], local: [], ...this.fleet, ...news };
    if (news.away) this.fleet.awaySince = this.tick * 1000 - news.away.for_ms;
  }

  #change(news) {
    const circuit = this.circuits.get(news.id);
    if (circuit) withMoments(Object.assign(circuit, news), news, this.tick);
    else if (news.name !== undefined) {
      // A new one comes whole; the tick's second, which its spark ends with, is appended below.
      const fresh = own(news, this.tick);
      for (const series of Object.values(fresh.spark)) series.pop();
      this.circuits.set(news.id, fresh);
    }
  }

}

const SPARK_LENGTH = 120;

function remember({ spark, rates }) {
  for (const name of ["calls", "failures", "rejected"]) {
    spark[name].push(rates?.[name] ?? null);
    if (spark[name].length > SPARK_LENGTH) spark[name].shift();
  }
}
