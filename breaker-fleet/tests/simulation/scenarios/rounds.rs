//! Rounds of trials: one for the whole fleet, never before the open time is over (goal F3).

use core::ops::Range;
use core::time::Duration;

use super::{fifty, open_for, processes};
use crate::figures::Trial;
use crate::process::Spec;
use crate::report::{figure, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, ms, s};
use crate::world::{Fault, Fleet, World};

const OPEN: Duration = ms(1000);
/// A cycle of an outage: down for 3.7 s, then up until everybody has closed.
const DOWN: f64 = 3.7;
const CYCLE: f64 = 12.0;
const CYCLES: u32 = 20;
/// A busy process soon has a call; a lease that finds none for a second is given back.
const LATE: Duration = ms(1500);

fn cycles() -> Times {
    (0..CYCLES).map(f64::from).fold(Times::never(), |times, cycle| {
        let from = 5.0 + CYCLE * cycle;
        times.and(s(from)..s(from + DOWN))
    })
}

fn short_outages(seed: u64, half_open_calls: u32) -> World {
    let policy = open_for(1.0).half_open_calls(half_open_calls);
    let mut world = fifty(seed, Fleet::Joined, policy);
    world.callees[0].down = cycles();
    // Refused at once, or answered by an error.
    let takes = [Duration::from_micros(50), ms(20)];
    world.callees[0].bad_call_takes = takes[usize::from(seed % 2 == 0)];
    world.run(s(5.0 + CYCLE * f64::from(CYCLES)));
    let calls = usize::try_from(half_open_calls).expect("few");
    for outage in world.callees[0].down.ranges().to_vec() {
        require_one_round(&mut world, &outage, calls);
    }
    world
}

/// In each open time one process tries, with as many calls as a round has; the next open time
/// begins with the failure.
fn require_one_round(world: &mut World, outage: &Range<Duration>, calls: usize) {
    let figures = &world.figures;
    let end = figures.first_closing_after(outage.start).unwrap_or(world.now);
    let trials = figures.trials_between(outage.start, end);
    let mut begun = figures.openings.iter().copied().find(|at| *at >= outage.start);
    for round in rounds(&trials) {
        let at = round[0].at;
        let due = begun.unwrap_or_default() + OPEN;
        let is_in_time = (due..due + LATE).contains(&at);
        world.require(is_in_time, |_| format!("due at {due:?}: {round:?}"));
        let is_of_one = round.iter().all(|trial| trial.process == round[0].process);
        let least = if outage.contains(&at) { 1 } else { calls };
        let fits = (least..=calls).contains(&round.len());
        world.require(is_of_one && fits, |_| format!("not one round: {round:?}"));
        begun = world.figures.openings.iter().copied().find(|opening| *opening > at);
    }
    world.require(trials.last().is_some_and(|last| last.at >= outage.end), |_| {
        format!("no round after {outage:?}")
    });
}

/// The trials of one open time follow each other sooner than those of the next.
fn rounds(trials: &[Trial]) -> Vec<Vec<Trial>> {
    let mut rounds: Vec<Vec<Trial>> = Vec::new();
    for trial in trials {
        match rounds.last_mut() {
            Some(round) if trial.at - round[round.len() - 1].at < OPEN => round.push(*trial),
            _ => rounds.push(vec![*trial]),
        }
    }
    rounds
}

#[test]
fn one_process_tries_in_each_open_time() {
    for half_open_calls in [1, 3] {
        let what = format!("recoveries with exactly one round of {half_open_calls}");
        measure(&what, seeds(2), |seed| {
            sound(seed, |seed| short_outages(seed, half_open_calls));
            f64::from(CYCLES)
        });
    }
}

/// The engine stalls for 300 ms when the open time ends: who waits 200 ms for an answer tries once;
/// who gets the lease then has a round.
fn stalled(seed: u64) -> World {
    let mut world = fifty(seed, Fleet::Joined, open_for(10.0).half_open_calls(3));
    world.callees[0].down = Times::seconds(5.0, 60.0);
    world.run_until(s(10.0), |world| !world.figures.openings.is_empty());
    let opening = world.now;
    let goes_on = opening + s(10.0) + ms(240);
    world.during(goes_on - ms(300)..goes_on, Fault::EngineStops, Fault::EngineGoesOn);
    world.run(opening + s(15.0));
    let meanwhile = busiest(&world.figures.trials_between(opening, goes_on));
    world.require(!meanwhile.is_empty(), |_| "nobody tried".to_owned());
    world.require(meanwhile.len() <= 1, |_| format!("without a lease: {meanwhile:?}"));
    let all = busiest(&world.figures.trials_between(opening, world.now));
    world.require(all.len() <= 3, |_| format!("more than a round: {all:?}"));
    world
}

/// The trials of the process that has tried most often; those within a millisecond are one, until
/// its member has heard of the first.
fn busiest(trials: &[Trial]) -> Vec<Trial> {
    let of = |process| {
        let mut own: Vec<_> = trials.iter().filter(|trial| trial.process == process).collect();
        own.dedup_by(|next, first| next.at - first.at <= ms(1));
        own.into_iter().copied().collect::<Vec<_>>()
    };
    (0..50).map(of).max_by_key(Vec::len).unwrap_or_default()
}

#[test]
fn a_process_tries_once_at_most_when_the_engine_stalls() {
    measure("trials, the engine stalled for 300 ms", seeds(3), |seed| {
        let trials = sound(seed, stalled).figures.trials.len();
        figure(trials)
    });
}

/// The process that tries is killed while its trial is under way. The others are busy: who has the
/// lease next is not to lack a call.
fn holder_killed(seed: u64) -> World {
    let mut world = processes(seed, Fleet::Joined, 50, &Spec::new(open_for(10.0), 30.0));
    world.callees[0].down = Times::seconds(5.0, 12.0);
    world.callees[0].good_call_takes = ms(500);
    let tries = |world: &World| world.figures.trials.len() == 1;
    let has_tried = world.run_until(s(20.0), tries);
    world.require(has_tried, |_| "no trial".to_owned());
    let holder = world.figures.trials.first().map_or(0, |trial| trial.process);
    world.require(world.holder() == Some(holder), |_| "tried without the lease".to_owned());
    let killed = world.now + ms(10);
    world.at(killed, Fault::Kill(holder));
    world.run(killed + s(40.0));
    let next = world.figures.trials.get(1).map(|trial| trial.at - killed);
    world.require(next.is_some_and(|next| next <= ms(3500)), |_| format!("next trial: {next:?}"));
    world
}

#[test]
fn another_tries_when_the_holder_is_killed() {
    measure("s to the next trial, the holder killed", seeds(3), |seed| {
        let trials = &sound(seed, holder_killed).figures.trials;
        (trials[1].at - trials[0].at).as_secs_f64()
    });
}

/// Calls of a callee that hangs take eight seconds to fail: the trial's lease is renewed for so
/// long, and nobody tries beside it.
fn hung_trials(seed: u64) -> World {
    let mut world = fifty(seed, Fleet::Joined, open_for(10.0));
    world.callees[0].down = Times::seconds(5.0, 200.0);
    world.callees[0].bad_call_takes = s(8.0);
    world.run_until(s(30.0), |world| !world.figures.openings.is_empty());
    let opening = world.now;
    // Open for ten seconds, then a trial of eight.
    world.run(opening + s(4.5 * 18.0));
    let trials = world.figures.trials_between(opening, world.now);
    world.require((4..=5).contains(&trials.len()), |_| format!("{trials:?}"));
    world
}

#[test]
fn a_trial_that_hangs_keeps_its_lease() {
    measure("trials in 81 s, each hangs for 8 s", seeds(3), |seed| {
        let trials = sound(seed, hung_trials).figures.trials.len();
        figure(trials)
    });
}
