//! The counts and states of circuits at one moment, by function.

mod keys;
mod nearness;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use keys::NamedKeys;
use nearness::Nearness;
use parking_lot::Mutex;

use crate::base::clock;
use crate::breaker::CircuitBreaker;
use crate::events::state::State;
use crate::events::time_in_states::TimeInStates;
use crate::keyed::KeyedCircuitBreaker;
use crate::policy::Policy;
use crate::registry::registry;
use crate::tallies::calls::Calls;
use crate::watch::snapshot::Snapshot;

/// Never locked while an exporter runs.
static NAMED_KEYS: Mutex<NamedKeys> = Mutex::new(NamedKeys::new());

/// Circuits in each state.
pub(super) type States = [u32; State::ALL.len()];

/// Readings by name, and by name and key.
#[derive(Debug, Default)]
pub(super) struct Readings {
    pub(super) functions: BTreeMap<&'static str, Function>,
    pub(super) keys: BTreeMap<(&'static str, Arc<str>), States>,
}

/// The counts and states of all circuits of one name, together.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) calls: Calls,
    /// Of circuits without keys, and of those that stand for all keys.
    pub(super) states: Option<States>,
    /// How long circuits without keys were in each state.
    pub(super) time: Option<TimeInStates>,
    pub(super) keyed: Option<OfKeys>,
    pub(super) nearest: Nearness,
    pub(super) open_since: Option<SystemTime>,
    pub(super) next_trial: Option<SystemTime>,
    pub(super) is_dry_run: bool,
    /// Whether one of them may have a ramp-up.
    pub(super) ramps_up: bool,
}

/// The counts and states of circuits with keys, beside the rest.
#[derive(Debug, Default)]
pub(super) struct OfKeys {
    pub(super) states: States,
    /// Calls of keys that found no circuit, and passed.
    pub(super) unguarded: u64,
}

impl Readings {
    /// What all listed circuits count and are at this moment.
    pub(super) fn taken() -> Self {
        let mut readings = Self::default();
        registry().unkeyed().for_each(|circuit| readings.add(circuit));
        let mut named = NAMED_KEYS.lock();
        registry().all_by_key().for_each(|keyed| readings.add_keyed(keyed, &mut named));
        readings.add_former(&named);
        readings
    }

    /// Adds a circuit without a key.
    fn add(&mut self, circuit: &CircuitBreaker) {
        let circuit = circuit.snapshot();
        let function = of(&mut self.functions, circuit.name, &circuit.policy);
        function.calls = function.calls.and(circuit.calls);
        function.states.get_or_insert_default()[circuit.state as usize] += 1;
        let time = function.time.get_or_insert_default();
        for state in State::ALL {
            time.add(state, circuit.time_in(state));
        }
        function.see(&circuit);
    }

    /// Adds the circuits of a function that has one for each key.
    fn add_keyed(&mut self, keyed: &KeyedCircuitBreaker, named: &mut NamedKeys) {
        let (name, whole) = (keyed.name(), keyed.whole().snapshot_of_this());
        let function = of(&mut self.functions, name, &whole.policy);
        function.calls = function.calls.and(keyed.calls());
        function.states.get_or_insert_default()[whole.state as usize] += 1;
        function.see(&whole);
        let of_keys = function.keyed.get_or_insert_default();
        let unguarded = keyed.calls_without_circuit();
        of_keys.unguarded += unguarded.total().saturating_sub(unguarded.rejected);
        for circuit in keyed.circuits() {
            let now = circuit.snapshot();
            function.keyed.get_or_insert_default().states[now.state as usize] += 1;
            let is_idle = circuit.circuit().is_idle();
            if !is_idle {
                function.see(&now);
            }
            if let Some(key) = now.key.as_ref().filter(|_| speaks_up(&now, &whole)) {
                let key = named.label(name, key, keyed.max_keys());
                let states = self.keys.entry((name, key)).or_default();
                states[now.state as usize] += u32::from(!is_idle || now.state == State::Closed);
            }
        }
    }

    /// Adds the keys that had a circuit and have none now: they are in no state.
    fn add_former(&mut self, named: &NamedKeys) {
        for (name, key) in named.iter() {
            self.keys.entry((name, Arc::clone(key))).or_default();
        }
    }

    /// The names, and whether a circuit of each may have a ramp-up.
    pub(super) fn names(&self) -> impl Iterator<Item = (&'static str, bool)> {
        self.functions.iter().map(|(name, function)| (*name, function.ramps_up))
    }
}

/// The readings of this name so far, with what the policy says of it.
fn of<'f>(
    functions: &'f mut BTreeMap<&'static str, Function>,
    name: &'static str,
    policy: &Policy,
) -> &'f mut Function {
    let unused = Nearness::of_unused(policy);
    let function = functions.entry(name).or_insert_with(|| Function::new(unused));
    function.is_dry_run |= policy.dry_run;
    function.ramps_up |= policy.settings().ramp_up.is_some();
    function
}

impl Function {
    fn new(nearest: Nearness) -> Self {
        Self {
            calls: Calls::default(),
            states: None,
            time: None,
            keyed: None,
            nearest,
            open_since: None,
            next_trial: None,
            is_dry_run: false,
            ramps_up: false,
        }
    }

    /// Looks at one of the circuits: the first that opened and the first that admits a trial call
    /// speak for all of them.
    fn see(&mut self, circuit: &Snapshot) {
        self.nearest = self.nearest.nearer(Nearness::of(circuit));
        let now = clock::wall();
        if let State::Open | State::HalfOpen | State::ForcedOpen = circuit.state {
            let since = now.checked_sub(circuit.outage_for.unwrap_or_default());
            self.open_since = earlier(self.open_since, since);
        }
        if let State::Open | State::ForcedOpen = circuit.state {
            let at = circuit.retry_after.and_then(|rest| now.checked_add(rest));
            self.next_trial = earlier(self.next_trial, at);
        }
    }
}

/// Whether the circuit of a key has series of its own. One with a dry run of its own rejects
/// nothing, and what is forced on all keys is told of the whole.
fn speaks_up(circuit: &Snapshot, whole: &Snapshot) -> bool {
    let is_forced = circuit.state == State::ForcedOpen && whole.state != State::ForcedOpen;
    (circuit.opened > 0 || is_forced) && !circuit.policy.dry_run
}

fn earlier(one: Option<SystemTime>, other: Option<SystemTime>) -> Option<SystemTime> {
    one.into_iter().chain(other).min()
}
