//! More about one circuit, or about the keys of a function.

use serde::{Deserialize, Serialize};

use super::{Circuit, Effect, State};

/// One circuit in detail: `GET api/v1/circuit`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// The circuit at present.
    pub circuit: Circuit,
    /// The functions that it guards, as far as they are known: those with a fallback, and those
    /// of a circuit that has another name than they, as one that several share.
    #[serde(default)]
    pub guards: Vec<Guards>,
    /// Its settings.
    pub policy: Vec<PolicyValue>,
    /// Of a function: its keys that overrides speak of by themselves, by name, whether they have a
    /// circuit at present or not; at most 200.
    #[serde(default)]
    pub own_settings: Vec<OwnSettings>,
    /// What happened to it, latest first.
    pub events: Vec<DetailEvent>,
    /// Its history: in steps of 1 s, and in steps of 10 s.
    pub series: Vec<Series>,
}

/// A function that a circuit guards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guards {
    /// Its path.
    pub function: String,
    /// Who answers its rejected calls, in order; nobody without a fallback.
    pub instead: Vec<String>,
}

/// What overrides say of one key by itself. With its next call the key goes on by these settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSettings {
    /// The key.
    pub key: String,
    /// Whether it has a circuit at present.
    pub has_circuit: bool,
    /// Its overrides that make it differ from all keys. None, while the same is said of all.
    pub settings: Vec<PolicyValue>,
}

/// A setting of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyValue {
    /// As the attribute calls it.
    pub name: String,
    /// As one would write it there.
    pub value: String,
    /// Where it comes from, where that is known: `default`, `attribute`, `constant`, `override`.
    pub source: Option<String>,
}

/// Something that happened to a circuit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailEvent {
    /// When, since 1970.
    pub at_ms: u64,
    /// How long ago, by the same clock.
    pub ago_ms: u64,
    /// What: as in the runtime's logs.
    pub kind: String,
    /// The same in words, without the name of the circuit.
    pub text: String,
    /// Who did it, where somebody has by hand and it is known: a force and its end, a reset, a dry
    /// run switched on or off.
    #[serde(default)]
    pub who: Option<String>,
    /// Why, where that was said.
    #[serde(default)]
    pub why: Option<String>,
    /// Whether the circuit was in a dry run: what is said to be rejected was not.
    #[serde(default)]
    pub dry_run: bool,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
}

/// The history of a circuit in steps of one length, oldest first, as far back as its calls are
/// known; `None` of a step whose calls are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "`Rates` explains them")]
pub struct Series {
    /// The length of a step.
    pub step_ms: u64,
    pub calls: Vec<Option<u64>>,
    pub failures: Vec<Option<u64>>,
    pub rejected: Vec<Option<u64>>,
    /// For how many steps it did what to calls.
    pub state: Vec<(u64, Effect)>,
}

/// Keys of a function by name: `GET api/v1/keys`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeysPage {
    /// At most 200.
    pub circuits: Vec<Circuit>,
    /// Whether there are others after the last of these.
    pub more: bool,
}
