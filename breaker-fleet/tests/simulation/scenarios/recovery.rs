//! The callee is back: how soon everybody is served, in fleets that make it hard.

use core::time::Duration;

use breaker_runtime::Policy;

use super::{open_for, processes};
use crate::process::Spec;
use crate::report::{compare, figure, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, s};
use crate::traffic::Traffic;
use crate::world::{Fleet, World};

fn served_after(world: &World, moment: f64) -> f64 {
    world.figures.served_after(s(moment)).as_secs_f64()
}

/// Ten processes that call once in five seconds, and need three calls to close (goal F3): when the
/// last has closed.
fn low_traffic(seed: u64, fleet: Fleet) -> f64 {
    let policy = Policy::new().threshold(1).window(s(60.0)).open_for(s(10.0)).half_open_calls(3);
    let mut world = processes(seed, fleet, 10, &Spec::new(policy, 0.2));
    world.callees[0].down = Times::seconds(20.0, 60.0);
    world.run(s(400.0));
    let last = world.figures.closings.last().copied().unwrap_or(world.now);
    last.saturating_sub(s(60.0)).as_secs_f64()
}

#[test]
fn low_traffic_recovers_within_two_open_times_more_than_alone() {
    let both = compare("s until all have closed, low traffic", seeds(15), low_traffic);
    both.all_are_at_most_more_by(20.0);
}

/// One busy process among fifty that hardly call: it does not wait for them.
fn one_busy(seed: u64) -> World {
    let policy = Policy::new().threshold(1).open_for(s(10.0));
    let mut world = processes(seed, Fleet::Joined, 49, &Spec::new(policy, 0.05));
    let busy = world.start(&Spec::new(open_for(10.0), 50.0));
    world.callees[0].down = Times::seconds(20.0, 60.0);
    world.run(s(200.0));
    let late = busy_served_after(&world, busy);
    world.require(late <= 10.0 + 3.0 + 1.0, |_| format!("served after {late} s"));
    world
}

fn busy_served_after(world: &World, busy: usize) -> f64 {
    let last = world.figures.of[busy].last.unwrap_or_default();
    last.saturating_sub(s(60.0)).as_secs_f64()
}

#[test]
fn a_busy_process_does_not_wait_for_idle_ones() {
    measure("s until served, one busy of fifty", seeds(3), |seed| {
        busy_served_after(&sound(seed, one_busy), 49)
    });
}

/// A good call takes longer than a circuit is open.
fn long_calls(seed: u64, fleet: Fleet) -> f64 {
    let mut world = processes(seed, fleet, 10, &Spec::new(open_for(10.0), 2.0));
    world.callees[0].down = Times::seconds(20.0, 50.0);
    world.callees[0].good_call_takes = s(15.0);
    world.run(s(300.0));
    served_after(&world, 50.0)
}

#[test]
fn calls_longer_than_the_open_time_close_circuits() {
    let both = compare("s until served, calls of 15 s", seeds(3), long_calls);
    both.is_at_most_more_by(20.0);
}

/// Half of the fleet is deployed with another policy already.
fn rolling(seed: u64, fleet: Fleet) -> f64 {
    let mut world = World::new(seed, fleet);
    let former = Policy::new().threshold(10).open_for(s(60.0));
    let new = Policy::new().threshold(2).open_for(s(1.0));
    for process in 0..20 {
        world.start(&Spec::new(if process % 2 == 0 { former } else { new }, 10.0));
    }
    world.callees[0].down = Times::seconds(5.0, 6.0);
    world.run(s(200.0));
    served_after(&world, 6.0)
}

#[test]
fn a_rolling_deploy_with_two_policies_recovers() {
    let both = compare("s until served, two policies", seeds(3), rolling);
    both.is_at_most_more_by(4.0);
}

/// After an outage the busiest process doesn't reach the callee, and has the best chances to get
/// the lease.
fn bad_holder(seed: u64) -> World {
    let mut world = processes(seed, Fleet::Joined, 9, &Spec::new(open_for(10.0), 2.0));
    let spec = Spec { host: "bad", ..Spec::new(open_for(10.0), 100.0) };
    let bad = world.start(&spec);
    world.paths.break_for_host("bad", Times::seconds(5.0, 1000.0));
    world.callees[0].down = Times::seconds(5.0, 12.0);
    world.run(s(300.0));
    let late = others_served_after(&world, bad, s(12.0));
    // As many rounds in a row as members are open, ten at least, and the trials of its own.
    world.require(late <= s(11.0 * 10.5), |_| format!("others served after {late:?}"));
    world
}

fn others_served_after(world: &World, bad: usize, moment: Duration) -> Duration {
    let others = world.figures.of.iter().enumerate().filter(|(process, _)| *process != bad);
    let last = others.filter_map(|(_, refusals)| refusals.last).max();
    last.unwrap_or_default().saturating_sub(moment)
}

#[test]
fn a_broken_path_does_not_hold_the_others_for_ever() {
    measure("s until the others are served, a bad holder", seeds(3), |seed| {
        let world = sound(seed, bad_holder);
        others_served_after(&world, 9, s(12.0)).as_secs_f64()
    });
}

/// Nobody calls when the open time ends; then all call at once.
fn burst(seed: u64) -> World {
    let quiet = Times::seconds(6.0, 18.0);
    let traffic = Traffic::steady(20.0).silent(quiet);
    let spec = Spec::calling(vec![("x", open_for(10.0), traffic)]);
    let mut world = processes(seed, Fleet::Joined, 50, &spec);
    world.callees[0].down = Times::seconds(5.0, 60.0);
    world.run(s(19.5));
    world
}

#[test]
fn a_burst_after_silence_is_a_handful_of_trials() {
    let trials = measure("trials, a burst of fifty after silence", seeds(3), |seed| {
        let world = sound(seed, burst);
        figure(world.figures.trials.len())
    });
    assert!(trials.iter().all(|trials| *trials <= 10.0), "{trials:?}");
}

/// Six outages: the good calls that are rejected after them.
fn six_outages(seed: u64, fleet: Fleet, number: usize) -> f64 {
    let mut world = processes(seed, fleet, number, &Spec::new(open_for(5.0), 4.0));
    let outages = (0..6).map(f64::from).map(|outage| (10.0 + 40.0 * outage, 9.0 + 1.3 * outage));
    world.callees[0].down =
        outages.fold(Times::never(), |times, (from, lasts)| times.and(s(from)..s(from + lasts)));
    world.run(s(250.0));
    figure(world.figures.refused(|_| true))
}

#[test]
fn a_fleet_costs_few_good_calls_after_an_outage() {
    for (what, number) in [
        ("good calls rejected after six outages, 5 processes", 5),
        ("good calls rejected after six outages, 50 processes", 50),
    ] {
        let both = compare(what, seeds(5), |seed, fleet| six_outages(seed, fleet, number));
        both.is_on_average_at_most(1.3);
    }
}
