//! Whether the program is well, and whether it is to get requests.

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, LookupError, State, registry};

use super::{counts, unknown};
use crate::document::{Health, HealthFleet};
use crate::record::fleet::FleetReading;
use crate::record::moments::millis;

/// As circuits are now, not at the last tick. Which ones make the program unready is the user's
/// choice; a name that no circuit has makes it degraded, and says so.
pub(crate) fn now(chosen: &[String], fleet: Option<&FleetReading>) -> Health {
    let circuits = counts::now();
    let (mut unready, mut no_circuit_yet, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for name in chosen {
        // Each at one moment: what changes meanwhile is not of two kinds, or of none.
        let alike = match chosen_as(name) {
            Chosen::Admits => continue,
            Chosen::Rejects => &mut unready,
            Chosen::NoCircuitYet => &mut no_circuit_yet,
            Chosen::Unknown => &mut unknown,
        };
        alike.push(name.clone());
    }
    let hints = unknown.iter().map(|name| unknown::why_chosen(name)).collect();
    let is_well = unknown.is_empty() && !is_any_in_outage();
    let status = if is_well { "ok" } else { "degraded" }.to_owned();
    let (ready, fleet) = (unready.is_empty(), fleet.map(of_fleet));
    Health { status, ready, circuits, unready, no_circuit_yet, unknown, hints, fleet }
}

fn of_fleet(fleet: &FleetReading) -> HealthFleet {
    let away = fleet.away.as_ref();
    HealthFleet {
        members: fleet.members,
        away_for_ms: away.map(|(since, _)| u64::try_from(millis(*since)).unwrap_or(0)),
        why: away.map(|(_, why)| why.to_string()),
    }
}

/// What a chosen name is.
enum Chosen {
    Admits,
    Rejects,
    /// Of a key.
    NoCircuitYet,
    Unknown,
}

impl Chosen {
    const fn one(rejects: bool) -> Self {
        if rejects { Self::Rejects } else { Self::Admits }
    }
}

fn chosen_as(name: &str) -> Chosen {
    if let Ok(keyed) = registry().find_keyed(name) {
        return Chosen::one(rejects_all_keys(keyed));
    }
    match registry().find(name) {
        Ok(circuit) => Chosen::one(rejects(circuit)),
        // It would get a circuit with its next call, in the state that is forced on all keys.
        Err(LookupError::NoCircuitForKey { function, key }) => {
            if registry().find_keyed(function).is_ok_and(|keyed| rejects(keyed.whole())) {
                Chosen::Rejects
            } else if unknown::is_no_key(&key) {
                Chosen::Unknown
            } else {
                Chosen::NoCircuitYet
            }
        }
        Err(LookupError::Ambiguous { .. }) => {
            let mut alike = registry().iter().filter(|circuit| circuit.name() == name);
            Chosen::one(alike.any(rejects))
        }
        Err(_) => Chosen::Unknown,
    }
}

/// By force, or because none of the keys that have a circuit gets through.
fn rejects_all_keys(keyed: &KeyedCircuitBreaker) -> bool {
    let mut keys = keyed.circuits().peekable();
    rejects(keyed.whole()) || keys.peek().is_some() && keys.all(rejects)
}

/// A half-open circuit lets its trial calls pass: without requests of this program there is none,
/// and nothing would make it ready again.
fn rejects(circuit: &CircuitBreaker) -> bool {
    is_in(circuit, &[State::Open, State::ForcedOpen])
}

fn is_any_in_outage() -> bool {
    let keyed = || registry().all_by_key();
    registry().unkeyed().any(is_in_outage)
        || keyed().any(|keyed| is_in_outage(keyed.whole()) || keyed.circuits().any(is_in_outage))
}

/// Rejects calls, or lets few of them pass.
fn is_in_outage(circuit: &CircuitBreaker) -> bool {
    is_in(circuit, &[State::Open, State::HalfOpen, State::ForcedOpen])
}

fn is_in(circuit: &CircuitBreaker, states: &[State]) -> bool {
    states.contains(&circuit.state()) && !circuit.policy().settings().dry_run
}
