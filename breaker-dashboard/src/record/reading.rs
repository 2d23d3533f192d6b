//! One circuit as the runtime tells of it. All that is asked of the runtime is asked here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::{
    CircuitBreaker, Forced, KeyedCircuitBreaker, Policy, Snapshot, State, registry,
};

use super::by_text::circuit_of;
use super::counts::Counts;
use super::keys::Keys;
use super::outside::SharedReading;
use super::ways::{self, Way};
use super::within::WithinReading;

/// A circuit at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) who: Who,
    pub(crate) name: &'static str,
    pub(crate) location: Option<(&'static str, u32)>,
    pub(crate) state: State,
    pub(crate) in_state_for: Duration,
    pub(crate) outage_for: Option<Duration>,
    /// How long ago it was made, or its key came, or it was looked at first.
    pub(crate) age: Duration,
    pub(crate) retry_after: Option<Duration>,
    /// Half-open, it admits no trial call, and none is under way: somebody outside holds it.
    pub(crate) held: bool,
    pub(crate) policy: Policy,
    pub(crate) calls: Counts,
    /// Failures in the window, and calls.
    pub(crate) window: (u64, u64),
    pub(crate) opened: u64,
    /// How long ago, how, and what the error said.
    pub(crate) last_failure: Option<(Duration, &'static str, Option<Arc<str>>)>,
    /// How many of its calls a circuit further in has rejected.
    pub(crate) rejected_within: u64,
    /// The last one of them.
    pub(crate) within: Option<WithinReading>,
    /// For how long, by whom and why the state is forced.
    pub(crate) forced: Option<Forced>,
    /// For how much longer it is suspected, and by whom.
    pub(crate) suspected: Option<(Duration, Arc<str>)>,
    /// What the fleet knows of its trouble, if it has said so.
    pub(crate) shared: Option<SharedReading>,
    /// Who answers rejected calls, by function.
    pub(crate) instead: Vec<Way>,
    /// Of a whole: how many keys do what to calls.
    pub(crate) keys: Option<Box<Keys>>,
}

/// Which circuit it is: one stays where it is, and that of a key may be another place every time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Who {
    Circuit(usize),
    Key(usize, Arc<str>),
}

impl Who {
    /// Where the circuit is, or that of the whole.
    pub(crate) const fn there(&self) -> usize {
        match self {
            Self::Circuit(there) | Self::Key(there, _) => *there,
        }
    }

    pub(crate) const fn key(&self) -> Option<&Arc<str>> {
        match self {
            Self::Circuit(_) => None,
            Self::Key(_, key) => Some(key),
        }
    }
}

const STATES: [State; 6] = [
    State::Closed,
    State::Open,
    State::HalfOpen,
    State::RampUp,
    State::ForcedOpen,
    State::ForcedClosed,
];

/// Keys that are looked at although they may be plainly closed, by where their whole is.
#[derive(Debug, Default)]
pub(crate) struct Followed(HashMap<usize, HashSet<Arc<str>>>);

impl Followed {
    pub(super) fn add(&mut self, who: &Who) {
        if let Who::Key(there, key) = who {
            self.0.entry(*there).or_default().insert(Arc::clone(key));
        }
    }

    #[cfg(test)]
    pub(crate) fn has(&self, who: &Who) -> bool {
        who.key().is_some_and(|key| self.of(who.there()).is_some_and(|keys| keys.contains(key)))
    }

    fn of(&self, there: usize) -> Option<&HashSet<Arc<str>>> {
        self.0.get(&there)
    }
}

/// All circuits that are looked at: those without keys, those that stand for all keys, and keys
/// that are not plainly closed, or followed.
pub(crate) fn all(followed: &Followed) -> Vec<Reading> {
    let mut readings: Vec<_> = registry()
        .unkeyed()
        .map(|circuit| Reading::of(circuit.snapshot(), address(circuit)))
        .collect();
    for keyed in registry().all_by_key() {
        let whole = keyed.whole();
        let keys = Keys::of(keyed);
        let troubled = keys.0.troubled();
        readings.push(Reading::of(whole.snapshot(), address(whole)).with(keys));
        let followed = followed.of(address(whole));
        let most = troubled.max(followed.map_or(0, |keys| keys.len() as u64));
        if most > 0 {
            // Of very many the room is not to grow by doubling.
            readings.reserve_exact(usize::try_from(most).unwrap_or(0));
            readings.extend(keys_of(keyed, followed));
        }
    }
    readings
}

fn keys_of<'f>(
    keyed: &'static KeyedCircuitBreaker,
    followed: Option<&'f HashSet<Arc<str>>>,
) -> impl Iterator<Item = Reading> + use<'f> {
    let whole = address(keyed.whole());
    let is_followed = move |key: &Arc<str>| followed.is_some_and(|followed| followed.contains(key));
    let is_calm_and_followed = move |circuit: &CircuitBreaker| {
        followed.is_some() && circuit.key().is_some_and(|key| is_followed(&key))
    };
    let looked_at = keyed
        .circuits()
        .filter(move |circuit| circuit.state() != State::Closed || is_calm_and_followed(circuit));
    looked_at.filter_map(move |circuit| {
        let now = circuit.snapshot();
        let is_wanted = now.state != State::Closed || now.key.as_ref().is_some_and(is_followed);
        (now.key.is_some() && is_wanted).then(|| Reading::of(now, whole))
    })
}

/// The present settings of a key; once it has no circuit, those of its function.
pub(crate) fn policy_of(who: &Who) -> Option<Policy> {
    let Who::Key(there, key) = who else { return None };
    let keyed = keyed_at(*there)?;
    Some(circuit_of(keyed, key).unwrap_or_else(|| keyed.whole()).policy())
}

/// The function whose circuit is there.
pub(crate) fn keyed_at(there: usize) -> Option<&'static KeyedCircuitBreaker> {
    registry().all_by_key().find(|keyed| address(keyed.whole()) == there)
}

/// Who may be meant by a name and a key, which is written as it is shown or in full.
pub(crate) fn meant(name: &str, key: Option<&str>) -> Vec<Who> {
    let keyed = registry().all_by_key().filter(|keyed| keyed.name() == name);
    let of_keyed = keyed.map(|keyed| {
        let there = address(keyed.whole());
        key.map_or(Who::Circuit(there), |key| Who::Key(there, shown(keyed, key)))
    });
    let unkeyed = registry().unkeyed().filter(|it| key.is_none() && it.name() == name);
    unkeyed.map(|circuit| Who::Circuit(address(circuit))).chain(of_keyed).collect()
}

fn shown(keyed: &KeyedCircuitBreaker, key: &str) -> Arc<str> {
    keyed.peek(key).and_then(CircuitBreaker::key).unwrap_or_else(|| Arc::from(key))
}

/// The circuit as it is now, if it is there: that of a key may be another key's meanwhile.
pub(crate) fn now(who: &Who) -> Option<Snapshot> {
    let Who::Key(there, key) = who else {
        let wholes = registry().all_by_key().map(KeyedCircuitBreaker::whole);
        let mut all = registry().unkeyed().chain(wholes);
        return all.find(|circuit| address(circuit) == who.there()).map(CircuitBreaker::snapshot);
    };
    let keyed = keyed_at(*there)?;
    let now = circuit_of(keyed, key)?.snapshot();
    // Meanwhile it may be another key's.
    (now.key.as_ref() == Some(key)).then_some(now)
}

/// A name for a circuit, which never moves.
pub(crate) fn address(circuit: &CircuitBreaker) -> usize {
    core::ptr::from_ref(circuit) as usize
}

impl Reading {
    /// The same, of a whole with its keys.
    pub(crate) fn with_keys(now: Snapshot, there: usize) -> Self {
        let keyed = now.keys.and_then(|_| keyed_at(there));
        let reading = Self::of(now, there);
        match keyed {
            Some(keyed) => reading.with(Keys::of(keyed)),
            None => reading,
        }
    }

    /// A whole counts no call itself: its window is that of its nearest key.
    fn with(self, (keys, window): (Keys, (u64, u64))) -> Self {
        Self { keys: Some(Box::new(keys)), window, ..self }
    }

    /// Of the circuit there, or of a key whose whole is there.
    pub(crate) fn of(now: Snapshot, there: usize) -> Self {
        let age = STATES.map(|state| now.time_in(state)).iter().sum();
        let calls = now.keys.map_or(now.calls, |keys| keys.calls);
        let within = WithinReading::of(&now);
        let is_tried = now.trials.is_some_and(|trials| trials.in_flight > 0);
        let is_full = now.state == State::HalfOpen && now.retry_after.is_some();
        Self {
            within,
            rejected_within: calls.rejected_within,
            who: now.key.map_or(Who::Circuit(there), |key| Who::Key(there, key)),
            name: now.name,
            location: now.location.map(|at| (at.file, at.line)),
            state: now.state,
            in_state_for: now.in_state_for,
            age,
            outage_for: now.outage_for,
            retry_after: now.retry_after,
            held: is_full && !is_tried,
            policy: now.policy,
            calls: calls.into(),
            window: (now.failures_in_window, now.calls_in_window),
            opened: now.opened,
            last_failure: now.last_failure.map(|last| (last.ago, last.kind.as_str(), last.error)),
            forced: now.forced,
            suspected: now.suspected.map(|suspected| (suspected.rest, suspected.by)),
            shared: None,
            instead: ways::of(&now.guarded),
            keys: None,
        }
    }
}

/// The circuit of this name and key, as the registry calls it.
pub(crate) fn full_name(name: &str, key: Option<&str>) -> String {
    key.map_or_else(|| name.to_owned(), |key| format!("{name}[{key}]"))
}

#[cfg(test)]
mod tests {
    use breaker_runtime::{Overrides, Setting};

    use super::*;
    use crate::record::began;

    #[test]
    fn a_key_has_its_own_settings_or_those_of_its_function() {
        static KEYED: KeyedCircuitBreaker =
            KeyedCircuitBreaker::new("reading keyed", Policy::new().last_error(true), 8);
        registry().register_keyed(&KEYED);
        KEYED.try_acquire("a").expect("a permit").success();
        let keeps = |key: &str| {
            let policy = policy_of(&Who::Key(address(KEYED.whole()), Arc::from(key)));
            policy.map(|policy| policy.settings().last_error)
        };
        assert_eq!((keeps("a"), keeps("gone")), (Some(true), Some(true)));
        let quiet = Overrides::new().circuit("reading keyed[a]", Setting::LastError(false));
        registry().amend(&quiet).expect("sound overrides");
        assert_eq!((keeps("a"), keeps("gone")), (Some(false), Some(true)));
        assert!(policy_of(&Who::Circuit(address(KEYED.whole()))).is_none());
    }

    #[test]
    fn who_looks_at_a_key_uses_none() {
        static FEW: KeyedCircuitBreaker =
            KeyedCircuitBreaker::new("reading few", Policy::new().threshold(1).last_error(true), 2);
        registry().register_keyed(&FEW);
        let succeed = |key: &str| FEW.try_acquire(key).expect("a permit").success();
        succeed("a");
        succeed("b");
        let who = Who::Key(address(FEW.whole()), Arc::from("a"));
        assert_eq!(meant("reading few", Some("a")), std::slice::from_ref(&who));
        assert!(policy_of(&who).is_some() && now(&who).is_some());
        assert!(began::of("reading few", Some("a")).is_none());
        succeed("c");
        assert!(FEW.peek("a").is_none() && FEW.peek("b").is_some(), "`a` is the oldest still");
    }
}
