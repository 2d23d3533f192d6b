//! How long an open circuit waits while others try, and fail for reasons of their own.

use core::time::Duration;

use breaker_runtime::{Policy, State};

use super::{open_for, processes};
use crate::process::Spec;
use crate::report::{compare, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, ms, s};
use crate::traffic::Traffic;
use crate::world::{Fault, Fleet, World};

/// The callee goes down.
const DOWN: f64 = 20.0;

fn stands(world: &World, process: usize) -> State {
    world.processes[process].circuits[0].breaker.state()
}

/// A process with few calls beside one with many that never reaches the callee. The callee is down
/// until the first has opened: how long from then until it has closed.
fn few_calls_beside_a_bad_process(seed: u64, fleet: Fleet, open: f64, traffic: &Traffic) -> f64 {
    let policy = Policy::new().threshold(1).window(s(60.0)).open_for(s(open));
    let few = Spec::calling(vec![("x", policy, traffic.clone())]);
    let mut world = processes(seed, fleet, 1, &few);
    let bad = Spec { host: "bad", ..Spec::new(open_for(open), 100.0) };
    world.start(&bad);
    world.paths.break_for_host("bad", Times::seconds(DOWN - 5.0, 1e6));
    world.callees[0].down = Times::seconds(DOWN, 1e6);
    let has_opened = world.run_until(s(1000.0), |world| stands(world, 0) == State::Open);
    assert!(has_opened, "seed {seed}");
    let opened = world.now;
    world.callees[0].down = Times::never().and(s(DOWN)..opened);
    world.run_until(s(2000.0), |world| stands(world, 0) == State::Closed);
    (world.now - opened).as_secs_f64()
}

#[test]
fn a_process_with_few_calls_waits_hardly_longer_beside_a_bad_one() {
    for (what, open, traffic) in [
        ("s until served, a call in 3 s, open for 2 s, one bad", 2.0, Traffic::even(s(3.0))),
        ("s until served, a call in 12 s, open for 10 s, one bad", 10.0, Traffic::even(s(12.0))),
        ("s until served, a call in 25 s, open for 10 s, one bad", 10.0, Traffic::even(s(25.0))),
        ("s until served, a random call in 3 s, open for 2 s, one bad", 2.0, seldom(3.0)),
        ("s until served, a random call in 12 s, open for 10 s, one bad", 10.0, seldom(12.0)),
        ("s until served, a random call in 30 s, open for 10 s, one bad", 10.0, seldom(30.0)),
    ] {
        let run = |seed, fleet| few_calls_beside_a_bad_process(seed, fleet, open, &traffic);
        compare(what, seeds(20), run).is_on_average_at_most(3.0);
    }
}

fn seldom(pause: f64) -> Traffic {
    Traffic::steady(1.0 / pause)
}

/// Somebody who may write to the engine begins new rounds without end, with such open times, and
/// says that trials have failed or not.
fn rounds_without_end(seed: u64, every: f64, rest: Duration, after_trial: bool) -> World {
    let mut world = processes(seed, Fleet::Joined, 3, &Spec::new(open_for(10.0), 10.0));
    world.callees[0].down = Times::seconds(10.0, 13.0);
    let mut at = 12.0;
    while at < 500.0 {
        world.at(s(at), Fault::WriteRound(rest, after_trial));
        at += every;
    }
    world.run(s(500.0));
    let late = world.figures.served_after(s(13.0));
    // Fifteen rounds, or that of the first opening and two open times; the last open time, and a
    // second for the others.
    let rounds = if after_trial { 15.0 } else { 3.0 };
    let most = s(rounds * 10.0 + 10.0 + 1.0);
    // Without any they are served within an open time.
    let are_held = (s(15.0)..=most).contains(&late);
    world.require(are_held, |_| format!("served after {late:?}"));
    world
}

#[test]
fn rounds_that_begin_without_end_hold_nobody_for_ever() {
    for (what, every, rest, after_trial) in [
        ("s until served, a written failure each second", 1.0, s(10.0), true),
        ("s until served, a written failure in 9 s", 9.0, s(10.0), true),
        ("s until served, a written failure of an hour in 9 s", 9.0, s(3600.0), true),
        ("s until served, a written round each second", 1.0, s(10.0), false),
        ("s until served, a written round in 9 s", 9.0, s(10.0), false),
        ("s until served, a written round of an hour in 9 s", 9.0, s(3600.0), false),
    ] {
        measure(what, seeds(3), |seed| {
            let world = sound(seed, |seed| rounds_without_end(seed, every, rest, after_trial));
            world.figures.served_after(s(13.0)).as_secs_f64()
        });
    }
}

/// Whenever one of so many processes gets the lease, somebody who may write to the engine says that
/// another round begins. How long after the callee is back until all are served.
fn each_turn_is_stolen(seed: u64, number: usize, rest: Duration) -> World {
    let mut world = processes(seed, Fleet::Joined, number, &Spec::new(open_for(10.0), 10.0));
    world.callees[0].down = Times::seconds(10.0, 13.0);
    while world.now < s(200.0) {
        if world.run_until(s(200.0) - world.now, |world| world.holder().is_some()) {
            world.at(world.now, Fault::StealTurn(rest));
            world.run(world.now + ms(10));
        }
    }
    let late = world.figures.served_after(s(13.0));
    world.require(late <= s(30.0), |_| format!("served after {late:?}"));
    world
}

#[test]
fn who_steals_each_turn_holds_nobody_for_longer_than_two_open_times() {
    for (what, number, rest) in [
        ("s until served, each turn stolen for 2 s", 1, 2.0),
        ("s until served, each turn stolen for 10 s", 1, 10.0),
        ("s until served, each turn stolen for an hour", 1, 3600.0),
        ("s until served, each turn of five stolen for 2 s", 5, 2.0),
        ("s until served, each turn of five stolen for 10 s", 5, 10.0),
        ("s until served, each turn of twenty stolen for an hour", 20, 3600.0),
    ] {
        measure(what, seeds(10), |seed| {
            let world = sound(seed, |seed| each_turn_is_stolen(seed, number, s(rest)));
            world.figures.served_after(s(13.0)).as_secs_f64()
        });
    }
}
