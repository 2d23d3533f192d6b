//! One circuit, and what has changed of it.

use serde::{Deserialize, Serialize};

use super::{Effect, Instead, InsteadOf, RampUp, RejectedWithin, Shared, State, States, Suspected};

/// One circuit at one tick.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Circuit {
    /// The same for as long as the process runs.
    pub id: u32,
    /// The circuit's name.
    pub name: String,
    /// The key, if it is for one.
    pub key: Option<String>,
    /// Of a key's circuit: the one that stands for all keys.
    pub whole: Option<u32>,
    /// What it does with calls. Of a function with keys that is what holds for all of them, as a
    /// force does; while it is closed the function shows its [worst key](Keys::worst).
    pub state: State,
    /// Whether it is in a dry run: whatever its state is, it rejects no call.
    pub dry_run: bool,
    /// For how long it has been in this state.
    pub in_state_for_ms: u64,
    /// For how long the present outage has lasted. Who was forced open is in none once that has
    /// ended, until a trial call fails; one that began in a dry run lasts since that was switched
    /// off.
    pub outage_for_ms: Option<u64>,
    /// How long until it may admit a call again.
    pub retry_after_ms: Option<u64>,
    /// Whether it is half-open, admits no trial call at present, and none of its own is under way:
    /// it lets other members of its fleet try first.
    #[serde(default)]
    pub held: bool,
    /// How far it is on its way back to all calls, while it ramps up.
    #[serde(default)]
    pub ramp_up: Option<RampUp>,
    /// Whether it is half-open and has waited for a call to try it for longer than calls that keep
    /// coming take, or since an order has ended. It rejects none: whether its outage goes on is not
    /// known.
    #[serde(default)]
    pub waits: bool,
    /// The order of the list: the worst has the lowest. Numbers have gaps.
    pub rank: u64,
    /// What opens it, and how near that is.
    pub rule: Rule,
    /// All calls so far; of a whole, those of all keys.
    pub calls: Calls,
    /// Calls in this second. `None` where they are not known: of a key whose calls are not
    /// [followed](Self::followed_for_ms), and of the first second that is looked at.
    pub rates: Option<Rates>,
    /// For how long all calls have been followed second by second. Those of a key are from the time
    /// on that it is not plainly closed, until a minute after that; else it is `None`, and the
    /// function alone has their sum.
    #[serde(default)]
    pub followed_for_ms: Option<u64>,
    /// Which share of the calls of the last 60 s was rejected, 0 to 1; in an outage that is
    /// younger, of the calls since it began; where calls have been
    /// [followed](Self::followed_for_ms) for less, of those. `None` where there were none, or none
    /// is known.
    pub rejected_share: Option<f64>,
    /// In a dry run: which share of the same calls would have been rejected. They passed.
    #[serde(default)]
    pub would_be_rejected_share: Option<f64>,
    /// How often it opened.
    pub opened: u64,
    /// Why the present outage began.
    pub why: Option<String>,
    /// The last call that failed.
    pub last_failure: Option<LastFailure>,
    /// Calls that a circuit further in rejects, and which one; `None` where there was none.
    #[serde(default)]
    pub rejected_within: Option<RejectedWithin>,
    /// Who answers rejected calls, in order. Empty where nobody does, and where its functions have
    /// different ones.
    pub instead: Vec<Instead>,
    /// Of a circuit whose functions fall back each to its own: who answers for how many of them,
    /// the most frequent first. Empty where all have the same.
    #[serde(default)]
    pub ways: Vec<InsteadOf>,
    /// Where it stands in the source.
    pub location: Option<Location>,
    /// Who forced it, why, and for how much longer.
    pub forced: Option<Forced>,
    /// Who suspects it, since somebody else's circuit has opened.
    #[serde(default)]
    pub suspected: Option<Suspected>,
    /// What the fleet knows of its trouble.
    #[serde(default)]
    pub fleet: Option<Shared>,
    /// Of a whole: its keys.
    pub keys: Option<Keys>,
    /// The last 120 s, oldest first, as far back as calls are known; a patch's rates go on from
    /// there.
    pub spark: Spark,
}

/// What has changed of a circuit: what is not there is as it was. `rates` that are not there are
/// zero, and durations run on by the ticks between.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "`Circuit` explains them")]
pub struct Change {
    pub id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub key: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub whole: Option<Option<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_state_for_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub outage_for_ms: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub retry_after_ms: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub ramp_up: Option<Option<RampUp>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls: Option<Calls>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub rates: Option<Option<Rates>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub followed_for_ms: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub rejected_share: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub would_be_rejected_share: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub why: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub last_failure: Option<Option<LastFailure>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub rejected_within: Option<Option<RejectedWithin>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<Vec<Instead>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ways: Option<Vec<InsteadOf>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub location: Option<Option<Location>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub forced: Option<Option<Forced>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub suspected: Option<Option<Suspected>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub fleet: Option<Option<Shared>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub keys: Option<Option<Keys>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spark: Option<Spark>,
}

/// A field that is there, if only as `null`.
#[expect(clippy::option_option, reason = "there or not, and known or not")]
pub(super) fn there<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    field: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(field).map(Some)
}

/// What opens a circuit, and how near that is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// In words: `5 failures in 10 s`. Of a function with keys that of the function.
    pub text: String,
    /// Failures that count at present.
    pub failures: u64,
    /// Calls among which they are counted, if the rule is about a share.
    pub calls: Option<u64>,
    /// 0 to 1: at 1 it opens.
    pub near: f64,
    /// Of a function with keys, each of which counts by itself: the closed key that is nearest to
    /// opening, of which these numbers are. `None` where no call of a closed key counts as failed.
    #[serde(default)]
    pub key: Option<String>,
    /// The rule of that key in words, where it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_text: Option<String>,
}

/// Calls by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "`breaker_runtime::Calls` explains them")]
pub struct Calls {
    pub success: u64,
    pub failure: u64,
    pub ignored: u64,
    pub abandoned: u64,
    pub rejected: u64,
    pub would_be_rejected: u64,
}

/// Calls in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// All that ended, rejected ones among them. A call that hangs counts when it ends.
    pub calls: u64,
    /// Those that failed.
    pub failures: u64,
    /// Those that were rejected.
    pub rejected: u64,
}

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastFailure {
    /// How long ago.
    pub ago_ms: u64,
    /// How: `error`, `timeout`, `slow_call`, `panic`.
    pub kind: String,
    /// What the error said, where the circuit remembers that.
    pub text: Option<String>,
}

/// Where a circuit stands in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "they say it")]
pub struct Location {
    pub file: String,
    pub line: u32,
}

/// A forced state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forced {
    /// How much longer, if it ends by itself.
    pub rest_ms: Option<u64>,
    /// Who did it.
    pub who: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// The keys of a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// How many have a circuit.
    pub count: u64,
    /// How many of these are in which state.
    pub in_state: States,
    /// How many are down, as [`CircuitCounts::down`](super::CircuitCounts::down) has it: one that
    /// is half-open may also wait for a call.
    #[serde(default)]
    pub down: u64,
    /// The one that is worst off; `None` where all are closed.
    #[serde(default)]
    pub worst: Option<WorstKey>,
}

/// The key of a function that is worst off, which the function shows in its list, its filter and
/// its past. A key whose calls are rejected is worse than one that somebody has forced open or
/// closed, that is worse than one that waits for a call or recovers, and the least is one in a dry
/// run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorstKey {
    /// What it does to calls.
    pub effect: Effect,
    /// Its circuit, where that is listed; of several that do the same the first one.
    pub circuit: Option<u32>,
}

/// Three lines of the same length, oldest first; `None` of a second whose calls are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "`Rates` explains them")]
pub struct Spark {
    pub calls: Vec<Option<u64>>,
    pub failures: Vec<Option<u64>>,
    pub rejected: Vec<Option<u64>>,
}
