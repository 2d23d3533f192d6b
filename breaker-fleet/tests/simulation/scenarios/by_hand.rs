//! What people force stays in its process, or travels with an end.

use breaker_runtime::State;

use super::{open_for, processes};
use crate::process::Spec;
use crate::report::{measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, ms, s};
use crate::world::{Fault, Fleet, World};

fn states(world: &World, which: impl Fn(usize) -> bool) -> Vec<State> {
    let chosen = world.processes.iter().enumerate().filter(|(number, _)| which(*number));
    chosen.map(|(_, process)| process.circuits[0].breaker.state()).collect()
}

fn require_states(world: &mut World, which: impl Fn(usize) -> bool, state: State) {
    let states = states(world, which);
    let are_all = states.iter().all(|other| *other == state);
    world.require(are_all, |_| format!("not all {state}: {states:?}"));
}

fn ten(seed: u64, shares_control: bool) -> World {
    let spec = Spec { shares_control, ..Spec::new(open_for(10.0), 10.0) };
    processes(seed, Fleet::Joined, 10, &spec)
}

#[test]
fn a_forced_circuit_stays_in_its_process() {
    measure("others refused, one forced open", seeds(3), |seed| {
        let world = sound(seed, |seed| {
            let mut world = ten(seed, false);
            world.at(s(5.0), Fault::ForceOpen(0, None));
            world.run(s(30.0));
            require_states(&mut world, |process| process == 0, State::ForcedOpen);
            require_states(&mut world, |process| process != 0, State::Closed);
            world
        });
        world.figures.refused_share(|process| process != 0)
    });
}

/// The process that tries is forced open meanwhile: it gives the lease back.
#[test]
fn a_forced_circuit_holds_nobody_up() {
    measure("s to the next trial, the holder forced open", seeds(3), |seed| {
        let trials = sound(seed, |seed| {
            let mut world = ten(seed, false);
            world.callees[0].down = Times::seconds(5.0, 12.0);
            world.callees[0].good_call_takes = ms(500);
            world.run_until(s(20.0), |world| world.figures.trials.len() == 1);
            let holder = world.figures.trials[0].process;
            world.at(world.now, Fault::ForceOpen(holder, None));
            world.run(world.now + s(30.0));
            let next = world.figures.trials[1].at - world.figures.trials[0].at;
            world.require(next <= s(1.5), |_| format!("{next:?}"));
            require_states(&mut world, |process| process != holder, State::Closed);
            world
        });
        let trials = &trials.figures.trials;
        (trials[1].at - trials[0].at).as_secs_f64()
    });
}

#[test]
fn a_shared_force_reaches_all_and_ends_by_itself() {
    measure("ms until served, a shared force has ended", seeds(3), |seed| {
        let world = sound(seed, |seed| {
            let mut world = ten(seed, true);
            world.run(s(5.0));
            world.at(s(5.0), Fault::ForceOpen(0, Some(s(60.0))));
            world.run(s(6.5));
            require_states(&mut world, |_| true, State::ForcedOpen);
            world.at(s(7.0), Fault::EngineDies);
            world.run(s(70.0));
            require_states(&mut world, |_| true, State::Closed);
            world
        });
        world.figures.served_after(s(65.0)).as_secs_f64() * 1000.0
    });
}

#[test]
fn a_shared_release_reaches_all() {
    measure("s until 10 processes are served, released", seeds(3), |seed| {
        let world = sound(seed, |seed| {
            let mut world = ten(seed, true);
            world.at(s(5.0), Fault::ForceOpen(0, Some(s(600.0))));
            world.at(s(20.0), Fault::Release(0));
            world.run(s(21.5));
            require_states(&mut world, |_| true, State::Closed);
            world
        });
        world.figures.served_after(s(20.0)).as_secs_f64()
    });
}

#[test]
fn a_process_that_starts_later_is_forced_too() {
    measure("calls of a late process, forced open", seeds(3), |seed| {
        sound(seed, |seed| {
            let mut world = ten(seed, true);
            world.at(s(5.0), Fault::ForceOpen(0, Some(s(600.0))));
            let spec = Spec { shares_control: true, ..Spec::new(open_for(10.0), 10.0) };
            let late = world.start(&Spec { starts: s(10.0), ..spec });
            world.run(s(13.0));
            require_states(&mut world, |process| process == late, State::ForcedOpen);
            world
        });
        0.0
    });
}
