//! Whether the program is well, and whether it is to get requests.

use std::collections::HashSet;

use breaker_runtime::{KeyedCircuitBreaker, LookupError, registry};

use super::look::Look;
use super::unknown;
use crate::document::{Health, HealthFleet};
use crate::record::fleet::FleetReading;
use crate::record::moments::millis;
use crate::record::reading::address;

/// As circuits are now, not at the last tick. Which ones make the program unready is the user's
/// choice; a name that no circuit has makes it degraded, and says so.
pub(crate) fn now(chosen: &[String], fleet: Option<&FleetReading>) -> Health {
    let chosen: Vec<_> = chosen.iter().map(|name| (name, Chosen::of(name))).collect();
    let asked: HashSet<_> = chosen.iter().flat_map(|(_, chosen)| chosen.asked()).copied().collect();
    let look = Look::at(&asked);
    let (mut unready, mut no_circuit_yet, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for (name, chosen) in &chosen {
        let alike = match chosen {
            chosen if chosen.rejects(&look) => &mut unready,
            Chosen::Circuits(_) => continue,
            Chosen::NoCircuitYet(_) => &mut no_circuit_yet,
            Chosen::Unknown(_) => &mut unknown,
        };
        alike.push((*name).clone());
    }
    let hints = unknown.iter().map(|name| unknown::why_chosen(name)).collect();
    let is_well = unknown.is_empty() && !look.is_any_in_outage;
    let status = if is_well { "ok" } else { "degraded" }.to_owned();
    let (ready, circuits, fleet) = (unready.is_empty(), look.counts(), fleet.map(of_fleet));
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

/// What a chosen name is, with where the circuits are that it means.
enum Chosen {
    /// One, or several of one name. A function with keys by the one that stands for all.
    Circuits(Vec<usize>),
    /// Of a key, which would get one with its next call, in the state that is forced on all keys.
    NoCircuitYet([usize; 1]),
    /// What looks like a key is none, and what is forced on all keys holds for it as well.
    Unknown(Option<usize>),
}

impl Chosen {
    fn of(name: &str) -> Self {
        if let Ok(keyed) = registry().find_keyed(name) {
            return Self::Circuits(vec![address(keyed.whole())]);
        }
        match registry().find(name) {
            Ok(circuit) => Self::Circuits(vec![address(circuit)]),
            Err(LookupError::NoCircuitForKey { function, key }) => {
                let whole = registry().find_keyed(function).ok();
                match whole.map(|keyed| address(keyed.whole())) {
                    Some(whole) if !unknown::is_no_key(&key) => Self::NoCircuitYet([whole]),
                    whole => Self::Unknown(whole),
                }
            }
            Err(LookupError::Ambiguous { .. }) => {
                let wholes = registry().all_by_key().map(KeyedCircuitBreaker::whole);
                let all = registry().unkeyed().chain(wholes);
                Self::Circuits(all.filter(|it| it.name() == name).map(address).collect())
            }
            Err(_) => Self::Unknown(None),
        }
    }

    fn asked(&self) -> &[usize] {
        match self {
            Self::Circuits(circuits) => circuits,
            Self::NoCircuitYet(whole) => whole,
            Self::Unknown(whole) => whole.as_slice(),
        }
    }

    /// A half-open circuit lets its trial calls pass: without requests of this program there is
    /// none, and nothing would make it ready again.
    fn rejects(&self, look: &Look) -> bool {
        let mut asked = self.asked().iter();
        match self {
            // By force, or because none of the keys that have a circuit gets through.
            Self::Circuits(_) => asked.any(|circuit| look.is_shut(*circuit)),
            Self::NoCircuitYet(_) | Self::Unknown(_) => asked.any(|whole| look.rejects(*whole)),
        }
    }
}
