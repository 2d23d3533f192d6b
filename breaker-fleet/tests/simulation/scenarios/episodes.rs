//! An engine that is away: what people are told, once an episode, and that everything goes on.

use breaker_fleet::__protocol::member::FleetEvent;

use super::{fifty, open_for, processes};
use crate::process::Spec;
use crate::report::{measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, s};
use crate::world::{Fault, Fleet, World};

/// What the process has told of being away and back, and when.
fn told(world: &World, process: usize) -> Vec<(f64, bool)> {
    let told = world.processes[process].joined.as_ref().map_or(&[][..], |joined| &joined.told);
    let told = told.iter().filter_map(|(at, event)| match event {
        FleetEvent::Joined { .. } => Some((at.as_secs_f64(), true)),
        FleetEvent::Away { .. } => Some((at.as_secs_f64(), false)),
        _ => None,
    });
    told.collect()
}

/// The engine is away from 10 s to 50 s: each process says so once, within `soon`, and once that it
/// is back.
fn require_one_episode(world: &mut World, soon: f64) {
    for process in 0..world.processes.len() {
        let told = told(world, process);
        let is_one = matches!(told[..], [(_, true), (away, false), (back, true)]
            if (10.0..=10.0 + soon).contains(&away) && (50.0..=56.0).contains(&back));
        world.require(is_one, |_| format!("told by process {process}: {told:?}"));
    }
}

fn an_episode(what: &str, soon: f64, begins: Fault, ends: Fault) {
    let world = |seed| {
        let mut world = processes(seed, Fleet::Joined, 10, &Spec::new(open_for(10.0), 10.0));
        world.during(s(10.0)..s(50.0), begins, ends);
        world.run(s(70.0));
        require_one_episode(&mut world, soon);
        world
    };
    measure(what, seeds(3), |seed| told(&sound(seed, world), 0)[1].0 - 10.0);
}

#[test]
fn a_dead_engine_is_told_once_within_a_second() {
    an_episode("s until a dead engine is told", 1.0, Fault::EngineDies, Fault::EngineStarts);
}

#[test]
fn a_stopped_engine_is_told_once_within_a_second_and_a_half() {
    an_episode("s until a stopped engine is told", 1.6, Fault::EngineStops, Fault::EngineGoesOn);
}

/// The engine dies for good when all circuits wait for the fleet's next trial.
fn dies_for_good(seed: u64, fleet: Fleet, dies: f64) -> f64 {
    let mut world = fifty(seed, fleet, open_for(10.0));
    world.callees[0].down = Times::seconds(5.0, 32.0);
    world.at(s(dies), Fault::EngineDies);
    world.run(s(80.0));
    world.figures.served_after(s(32.0)).as_secs_f64()
}

#[test]
fn what_the_fleet_has_begun_ends_without_it() {
    // In the middle of an open time, at its end, and in the middle of a round.
    for dies in [10.0, 15.3, 25.5] {
        let run = |seed| dies_for_good(seed, Fleet::Joined, dies);
        let served = measure("s until served, the engine dies for good", seeds(2), run);
        // The open time, and a lease that somebody had.
        assert!(served.iter().all(|served| *served <= 10.0 + 3.5), "{served:?}");
    }
}
