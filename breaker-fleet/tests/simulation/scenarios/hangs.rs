//! The callee hangs: calls fail after their time-out, which may be longer than a circuit is open.

use core::time::Duration;

use super::{fifty, open_for, processes};
use crate::figures::Trial;
use crate::process::Spec;
use crate::report::{compare, figure, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, s};
use crate::world::{Fleet, World};

const DOWN: f64 = 10.0;

/// By then the calls of before have failed, and have opened every circuit.
fn begin(takes: f64) -> f64 {
    DOWN + takes + 10.0
}

/// Four processes, open for five seconds, whose calls hang for so long.
fn hangs(seed: u64, fleet: Fleet, takes: f64) -> World {
    let end = begin(takes) + 100.0;
    let mut world = processes(seed, fleet, 4, &Spec::new(open_for(5.0), 5.0));
    world.callees[0].down = Times::seconds(DOWN, end);
    world.callees[0].bad_call_takes = s(takes);
    world.run(s(end));
    world
}

/// Those of the last hundred seconds.
fn trials(world: &World, takes: f64) -> Vec<Trial> {
    world.figures.trials_between(s(begin(takes)), world.now)
}

fn count(world: &World, takes: f64) -> f64 {
    figure(trials(world, takes).len())
}

fn one_at_a_time(seed: u64, takes: f64) -> World {
    let mut world = hangs(seed, Fleet::Joined, takes);
    let all = trials(&world, takes);
    world.require(all.len() > 4, |_| format!("nearly none: {all:?}"));
    for two in all.windows(2) {
        let ended = two[1].at - two[0].at >= Duration::from_secs_f64(takes);
        world.require(ended, |_| format!("beside each other: {two:?}"));
    }
    world
}

#[test]
fn one_trial_is_in_flight_although_it_outlasts_the_open_time() {
    for (what, takes) in [
        ("trials in 100 s, each hangs for 7 s at an open time of 5 s", 7.0),
        ("trials in 100 s, each hangs for 9 s at an open time of 5 s", 9.0),
    ] {
        measure(what, seeds(5), |seed| {
            count(&sound(seed, |seed| one_at_a_time(seed, takes)), takes)
        });
    }
}

/// Nobody knows whether such a call will ever end: one more is made in each second open time.
#[test]
fn trials_that_hang_for_longer_are_few() {
    let what = "trials in 100 s, each hangs for 60 s at an open time of 5 s";
    let run = |seed, fleet| count(&hangs(seed, fleet, 60.0), 60.0);
    compare(what, seeds(5), run).is_at_most(0.25);
}

/// What is in flight before the first of them has failed is lost anyway, and is nearly all.
#[test]
fn a_hang_costs_no_more_calls_than_alone_until_circuits_are_open() {
    for (what, time_out) in [
        ("calls into a hang, given up after 2 s", 2.0),
        ("calls into a hang, given up after 0.2 s", 0.2),
    ] {
        let run = |seed, fleet| {
            let mut world = fifty(seed, fleet, open_for(30.0));
            world.callees[0].down = Times::seconds(DOWN, DOWN + 28.0);
            world.callees[0].bad_call_takes = s(time_out);
            world.run(s(DOWN + 28.0));
            figure(world.figures.doomed)
        };
        compare(what, seeds(3), run).is_at_most(1.05);
    }
}
