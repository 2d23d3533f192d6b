//! What fleets go through, and what must hold then. The goals F3 to F11 are those of the fleet's
//! documentation.

mod alone;
mod attacks;
mod bad_paths;
mod broken_paths;
mod by_hand;
mod chaos;
mod cold_callee;
mod crash;
mod engine_in_trouble;
mod episodes;
mod hangs;
mod idle;
mod orders;
mod patience;
mod recovery;
mod returns;
mod rounds;
mod spread;
mod zones;

use breaker_runtime::Policy;

use crate::process::Spec;
use crate::times::s;
use crate::world::{Fleet, World};

/// So many processes with one circuit each.
fn processes(seed: u64, fleet: Fleet, number: usize, spec: &Spec) -> World {
    let mut world = World::new(seed, fleet);
    for _ in 0..number {
        world.start(spec);
    }
    world
}

/// Five failures within ten seconds open for so long.
fn open_for(seconds: f64) -> Policy {
    Policy::new().open_for(s(seconds))
}

/// Fifty processes with ten calls a second each.
fn fifty(seed: u64, fleet: Fleet, policy: Policy) -> World {
    processes(seed, fleet, 50, &Spec::new(policy, 10.0))
}
