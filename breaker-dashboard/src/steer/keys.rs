//! What became of the keys of a function, where an order was for all of them.

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, State};

use super::orders::Deed;
use crate::document::{KeyApart, SteeredKeys, WhyApart};

/// Keys that are named: whoever looks for more of them finds them in the list of keys.
const MOST_NAMED: usize = 20;

/// Those that are as was ordered, and those that go on as somebody said of them alone.
pub(super) fn after(deed: Deed, keyed: &KeyedCircuitBreaker) -> SteeredKeys {
    let (mut followed, mut which) = (0, Vec::new());
    for circuit in keyed.circuits() {
        match why_apart(deed, circuit) {
            None => followed += 1,
            Some(why) => which.extend(circuit.key().map(|key| (key, why))),
        }
    }
    let apart = which.len() as u64;
    which.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    which.truncate(MOST_NAMED);
    let named = which.into_iter().map(|(key, why)| KeyApart { key: key.to_string(), why });
    SteeredKeys { followed, apart, which: named.collect() }
}

fn why_apart(deed: Deed, circuit: &CircuitBreaker) -> Option<WhyApart> {
    let (policy, is_forced) = (circuit.policy(), is_forced_by_itself(circuit));
    let settings = policy.settings();
    match deed {
        Deed::DryRun(true) => (!settings.dry_run).then_some(WhyApart::NoDryRun),
        Deed::DryRun(false) => settings.dry_run.then_some(WhyApart::DryRun),
        _ if is_forced => Some(WhyApart::Forced),
        Deed::Reset => None,
        _ if !settings.enabled => Some(WhyApart::SwitchedOff),
        Deed::ForceOpen(_) => settings.dry_run.then_some(WhyApart::DryRun),
        Deed::ForceClosed(_) => None,
    }
}

fn is_forced_by_itself(circuit: &CircuitBreaker) -> bool {
    matches!(circuit.state(), State::ForcedOpen | State::ForcedClosed)
        && circuit.snapshot().forced.is_some_and(|forced| !forced.with_all_keys)
}
