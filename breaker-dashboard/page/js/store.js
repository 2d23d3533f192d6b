// What is known of the program at one tick: a Document, brought forward by Patches. The live view,
// the rewound view and a saved incident are each one of these.

// Durations of the wire run on by themselves. Kept are the moments they run from (sign -1) or to
// (sign +1), on the recorder's axis.
const MOMENTS = [
  ["in_state_for_ms", "inStateSince", -1],
  ["outage_for_ms", "outageSince", -1],
  ["retry_after_ms", "retryAt", +1],
];
const SILENCE = Object.freeze({ calls: 0, failures: 0, rejected: 0 });

/** Adds the moments that a circuit's durations stand for. */
export function withMoments(circuit, news, tick) {
  const now = tick * 1000;
  for (const [field, moment, sign] of MOMENTS) {
    if (field in news) circuit[moment] = news[field] === null ? null : now + sign * news[field];
  }
  if ("last_failure" in news) {
    circuit.failedAt = news.last_failure ? now - news.last_failure.ago_ms : null;
  }
  if ("forced" in news) {
    const left = news.forced?.rest_ms ?? null;
    circuit.forcedUntil = left === null ? null : now + left;
  }
  return circuit;
}

export class Store {
  tick = 0;
  atMs = 0;
  process = null;
  steering = { allowed: false, who: null, token: null };
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
    this.verdict = doc.verdict;
    this.circuits = new Map(doc.circuits.map((circuit) => [circuit.id, this.#own(circuit)]));
  }

  /** Goes one tick forward; says whether rows may stand elsewhere now. */
  patch(patch) {
    this.tick = patch.tick;
    this.atMs = patch.at_ms;
    if (patch.verdict) this.verdict = patch.verdict;
    for (const id of patch.removed ?? []) this.circuits.delete(id);
    // Traffic is told of where there was some; everybody else was silent in this second.
    for (const circuit of this.circuits.values()) circuit.rates = SILENCE;
    for (const news of patch.circuits ?? []) this.#change(news);
    for (const circuit of this.circuits.values()) remember(circuit);
    const moves = (news) => "state" in news || "rank" in news || "keys" in news;
    return Boolean(patch.removed?.length) || (patch.circuits ?? []).some(moves);
  }

  #change(news) {
    const circuit = this.circuits.get(news.id);
    if (circuit) withMoments(Object.assign(circuit, news), news, this.tick);
    else if (news.name !== undefined) {
      // A new one comes whole; the tick's second, which its spark ends with, is appended below.
      const fresh = this.#own(news);
      for (const series of Object.values(fresh.spark)) series.pop();
      this.circuits.set(news.id, fresh);
    }
  }

  // A copy: a replay goes through its Document more than once.
  #own(circuit) {
    const { calls = [], failures = [], rejected = [] } = circuit.spark ?? {};
    const spark = { calls: [...calls], failures: [...failures], rejected: [...rejected] };
    const own = { ...circuit, rates: circuit.rates ?? SILENCE, spark };
    return withMoments(own, circuit, this.tick);
  }
}

const SPARK_LENGTH = 120;

function remember({ spark, rates }) {
  for (const name of ["calls", "failures", "rejected"]) {
    spark[name].push(rates[name]);
    if (spark[name].length > SPARK_LENGTH) spark[name].shift();
  }
}
