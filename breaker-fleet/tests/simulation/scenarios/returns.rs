//! The engine goes and comes back while the callee is down.

use core::time::Duration;

use super::{open_for, processes};
use crate::chance::Chance;
use crate::process::Spec;
use crate::report::{figure, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, ms, s};
use crate::world::{Fault, Fleet, World};

const PROCESSES: usize = 5;
const OPEN: f64 = 10.0;

/// The shortest time from one trial of a process to its next.
fn shortest_pause(world: &World) -> Duration {
    let of = |process: usize| {
        let trials = world.figures.trials.iter().filter(move |trial| trial.process == process);
        trials.map(|trial| trial.at).collect::<Vec<_>>()
    };
    let pauses = (0..PROCESSES).flat_map(|process| {
        let trials = of(process);
        trials.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
    });
    pauses.min().unwrap_or(Duration::MAX)
}

/// Whoever has failed while it was away waits for its own open time, also upon return.
fn goes_and_comes_back(seed: u64) -> World {
    let mut chance = Chance::seeded(seed.wrapping_mul(7927) + 11);
    let mut world = processes(seed, Fleet::Joined, PROCESSES, &Spec::new(open_for(OPEN), 10.0));
    world.callees[0].down = Times::seconds(10.0, 1e6);
    let mut at = 12.0;
    while at < 250.0 {
        let leaves = at + chance.share() * 25.0;
        at = leaves + 2.0 + chance.share() * 40.0;
        world.during(s(leaves)..s(at), Fault::EngineDies, Fault::EngineStarts);
        if chance.happens(0.3) {
            world.at(s(at) - ms(1), Fault::Wipe);
        }
    }
    world.run(s(300.0));
    let pause = shortest_pause(&world);
    world.require(pause >= s(OPEN), |_| format!("tries again after {pause:?}"));
    world
}

#[test]
fn a_trial_that_failed_while_away_is_followed_by_its_own_open_time() {
    let trials = measure("trials in 290 s, the engine comes and goes", seeds(20), |seed| {
        figure(sound(seed, goes_and_comes_back).figures.trials.len())
    });
    // Alone each process tries in each open time.
    let most = figure(PROCESSES) * 290.0 / OPEN;
    assert!(trials.iter().all(|trials| *trials < most), "{trials:?}");
}
