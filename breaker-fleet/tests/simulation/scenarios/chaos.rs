//! Random faults of everything, for a minute; then all is well, and everybody must be served in
//! time (goal F6).

use core::time::Duration;

use breaker_runtime::Policy;

use crate::chance::Chance;
use crate::link::Weather;
use crate::process::Spec;
use crate::report::{self, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, ms, s};
use crate::world::{Fault, Fleet, World};

/// When the last fault is over.
const QUIET: f64 = 60.0;

fn policy(chance: &mut Chance, open_for: f64) -> Policy {
    let mut policy = Policy::new()
        .threshold(chance.pick(&[2, 5]))
        .open_for(s(open_for))
        .half_open_calls(chance.pick(&[1, 2, 3]))
        .jitter_percent(chance.pick(&[0.0, 20.0]));
    if chance.happens(0.5) {
        policy = policy.max_open_for(s(open_for * 4.0));
    }
    if chance.happens(0.5) {
        policy = policy.ramp_up(s(3.0));
    }
    policy
}

fn weather(chance: &mut Chance) -> Weather {
    let (least_delay, most_delay) =
        chance.pick(&[(Duration::from_micros(200), ms(1)), (ms(5), ms(50)), (ms(10), ms(300))]);
    Weather {
        least_delay,
        most_delay,
        lost: chance.pick(&[0.0, 0.1, 0.5]),
        doubled: chance.pick(&[0.0, 0.2]),
        is_shuffled: chance.happens(0.5),
    }
}

fn outages(chance: &mut Chance) -> Times {
    let mut times = Times::never();
    let mut at = 5.0;
    while at < QUIET {
        let from = at + chance.share() * 8.0;
        let to = from + chance.share() * 10.0;
        if from < QUIET {
            times = times.and(s(from)..s(to.min(QUIET)));
        }
        at = to + 1.0;
    }
    times
}

/// A fault at a random time, and its end.
fn fault(world: &mut World, chance: &mut Chance) {
    let at = 5.0 + chance.share() * 50.0;
    let end = |most: f64, share: f64| s((at + share * most).min(QUIET));
    let process = chance.below(world.processes.len());
    let share = chance.share();
    let at = s(at);
    match chance.below(12) {
        0 => world.at(at, Fault::Wipe),
        1 => world.during(at..end(8.0, share), Fault::EngineStops, Fault::EngineGoesOn),
        2 => world.during(at..end(8.0, share), Fault::EngineDies, Fault::EngineStarts),
        3 => world.at(at, Fault::ClockSteps(3600)),
        4 => world.at(at, Fault::ClockSteps(-3600)),
        5 => world.during(at..end(15.0, share), Fault::Pause(process), Fault::GoOn(process)),
        6 if world.processes.len() > 2 => world.at(at, Fault::Kill(process)),
        7 => world.during(at..end(15.0, share), Fault::Cut(process), Fault::Mend(process)),
        8 => world.at(at, Fault::Evict),
        9 => world.during(at..end(15.0, share), Fault::CutBack(process), Fault::Mend(process)),
        10 => {
            let lose = Fault::LoseEvents(process);
            world.during(at..end(5.0, share), lose, Fault::FindLoss(process));
        }
        _ => world.during(at.saturating_sub(s(5.0))..at, Fault::Remember, Fault::Restore),
    }
}

fn chaos(seed: u64) -> World {
    let mut chance = Chance::seeded(seed.wrapping_mul(7919) + 1);
    let (number, open_for) = (chance.pick(&[1, 2, 3, 5, 9]), chance.pick(&[3.0, 10.0]));
    let policy = policy(&mut chance, open_for);
    let mut world = World::new(seed, Fleet::Joined);
    for _ in 0..number {
        world.start(&Spec::new(policy, chance.pick(&[1.0, 5.0, 20.0])));
    }
    world.weather = weather(&mut chance);
    world.callees[0].down = outages(&mut chance);
    for _ in 0..chance.below(7) {
        fault(&mut world, &mut chance);
    }
    world.run(s(200.0));
    let (late, bound) = (world.figures.served_after(s(QUIET)), bound(&policy));
    world.require(late <= bound, |_| format!("served after {late:?} of at most {bound:?}"));
    world.require_that_all_is_forgotten();
    world
}

/// Twice the longest open time, the ramp-up, and six seconds.
fn bound(policy: &Policy) -> Duration {
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
