//! Random faults of everything, for a minute; then all is well, and everybody must be served in
//! time (goal F6).

mod dice;
mod faults;

use core::time::Duration;

use breaker_runtime::Policy;

use crate::chance::Chance;
use crate::process::Spec;
use crate::report::{self, measure, seeds};
use crate::soundness::sound;
use crate::times::s;
use crate::world::{Fleet, World};

/// When the last fault is over.
const QUIET: f64 = 60.0;

fn chaos(seed: u64) -> World {
    let mut chance = Chance::seeded(seed.wrapping_mul(7919) + 1);
    let policies = dice::policies(&mut chance);
    let (circuits, zones) = (chance.pick(&[1, 1, 2]), chance.pick(&[1, 1, 3]));
    let number = chance.pick(&[1, 2, 3, 5, 9]);
    let policy = |number: usize| policies[number % policies.len()];
    let specs: Vec<Spec> = (0..number)
        .map(|number| dice::process(&mut chance, policy(number), circuits, zones))
        .collect();
    let mut world = World::new(seed, Fleet::Joined);
    for spec in &specs {
        world.start(spec);
    }
    world.weather = dice::weather(&mut chance);
    world.callees = (0..circuits).map(|_| dice::callee(&mut chance)).collect();
    for _ in 0..chance.below(7) {
        faults::throw(&mut world, &mut chance, &specs);
    }
    world.run(s(200.0));
    let (late, bound) = (world.figures.served_after(s(QUIET)), bound(&policies));
    world.require(late <= bound, |_| format!("served after {late:?} of at most {bound:?}"));
    world.require_that_all_is_forgotten();
    world
}

/// Twice the longest open time, the ramp-up, and six seconds.
fn bound(policies: &[Policy]) -> Duration {
    policies.iter().map(bound_of).max().unwrap_or_default()
}

fn bound_of(policy: &Policy) -> Duration {
    let settings = policy.settings();
    let longest = settings.max_open_for.unwrap_or(settings.open_for);
    let jitter = longest * settings.jitter_millionths / 1_000_000;
    (longest + jitter) * 2 + settings.ramp_up.unwrap_or_default() + s(6.0)
}

#[test]
fn everybody_is_served_soon_after_the_last_fault() {
    measure("s until served, random faults of everything", seeds(report::QUICKLY), |seed| {
        sound(seed, chaos).figures.served_after(s(QUIET)).as_secs_f64()
    });
}

#[test]
fn the_same_seed_is_the_same_history() {
    for seed in 0..3 {
        let history = || crate::history::kept(|| chaos(seed)).history.text().to_owned();
        let first = history();
        assert!(first.lines().count() > 100);
        assert_eq!(first, history());
    }
}
