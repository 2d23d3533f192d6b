//! The engine stops, is set back, forgets, or fails over: nobody is held for long, and nobody stays
//! deaf.

use core::time::Duration;

use breaker_fleet::__protocol::engine::memory::{Kind, RecordPhase};
use breaker_runtime::{CircuitBreaker, State};

use super::{fifty, open_for, processes};
use crate::process::Spec;
use crate::report::{figure, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, ms, s};
use crate::traffic::Traffic;
use crate::world::{Fault, Fleet, World};

/// Runs on, and requires that nobody is rejected for nothing so long after the callee is back.
fn require_served(world: &mut World, back: Duration, within: Duration) {
    world.run(back + s(120.0));
    let late = world.figures.served_after(back);
    world.require(late <= within, |_| format!("served {late:?} after the outage"));
}

fn table(what: &str, back: Duration, run: impl Fn(u64) -> World) {
    measure(what, seeds(3), |seed| sound(seed, &run).figures.served_after(back).as_secs_f64());
}

#[test]
fn a_clock_set_back_an_hour_costs_an_open_time() {
    table("s until served, clock back an hour while open", s(12.0), |seed| {
        let mut world = processes(seed, Fleet::Joined, 20, &Spec::new(open_for(10.0), 10.0));
        world.callees[0].down = Times::seconds(5.0, 12.0);
        world.at(s(9.4), Fault::ClockSteps(-3600));
        require_served(&mut world, s(12.0), s(2.0 * 10.0 + 6.0));
        world
    });
}

#[test]
fn a_clock_set_back_during_a_trial_whose_holder_is_killed_costs_a_lease() {
    table("s until served, clock back, holder killed", s(12.0), |seed| {
        let mut world = processes(seed, Fleet::Joined, 20, &Spec::new(open_for(10.0), 10.0));
        world.callees[0].down = Times::seconds(5.0, 12.0);
        world.callees[0].good_call_takes = s(1.0);
        let tries = world.run_until(s(30.0), |world| world.figures.trials.len() == 1);
        world.require(tries, |_| "no trial".to_owned());
        let holder = world.figures.trials.first().map_or(0, |trial| trial.process);
        world.at(world.now, Fault::Kill(holder));
        world.at(world.now, Fault::ClockSteps(-3600));
        require_served(&mut world, s(12.0), s(10.0 + 3.5 + 6.0));
        world
    });
}

#[test]
fn a_stopped_engine_runs_nothing_stale() {
    // The callee is back before the engine is, and before the circuits have tried.
    table("s until served, engine stopped for 15 s", s(11.5), |seed| {
        let mut world = fifty(seed, Fleet::Joined, open_for(10.0));
        world.callees[0].down = Times::seconds(10.0, 11.5);
        world.at(s(9.9), Fault::EngineStops);
        world.at(s(25.0), Fault::EngineGoesOn);
        world.run(s(24.9));
        let before = world.figures.openings.len();
        world.run(s(25.5));
        let known = world.engine.memory.records().count();
        world.require(known == 0, |_| format!("{known} records of what was stale"));
        require_served(&mut world, s(11.5), s(10.0 + 6.0));
        let after = world.figures.openings.len();
        world.require(before == after, |_| "opened by what was stale".to_owned());
        world
    });
}

/// All have recovered alone by the time the engine goes on, and it still knows of the outage.
#[test]
fn an_outage_that_ended_meanwhile_is_over_once_the_engine_goes_on() {
    heard("over as soon as members are back, ended while the engine was stopped", |seed| {
        let mut world = fifty(seed, Fleet::Joined, open_for(10.0));
        world.callees[0].down = Times::seconds(10.0, 19.0);
        world.at(s(15.0), Fault::EngineStops);
        world.at(s(55.0), Fault::EngineGoesOn);
        world.run(s(54.9));
        world.require(going_on(&world) == 1, |_| "the engine has forgotten it".to_owned());
        let openings = world.figures.openings.len();
        let is_over = world.run_until(s(6.0), |world| going_on(world) == 0);
        world.require(is_over, |_| "it goes on while all are closed".to_owned());
        world.run(world.now + ms(1500));
        world.require(!world.others_suspect(0), |_| "suspected for what is over".to_owned());
        world.run(s(75.0));
        let more = world.figures.openings.len() - openings;
        world.require(more == 0, |_| format!("{more} have opened"));
        world
    });
}

/// Outages that the engine takes for such as go on.
fn going_on(world: &World) -> usize {
    let outages = world.engine.memory.records().filter(|(_, record)| match &record.kind {
        Kind::Outage(outage) => outage.phase != RecordPhase::Closed,
        Kind::Control { .. } => false,
    });
    outages.count()
}

/// Nobody is deaf: after a trip of one process, all others suspect within a second and a half. Each
/// circuit is looked at by itself: who heard long ago may have had calls enough to know better.
fn require_heard(world: &mut World, at: f64) {
    let trip = Times::seconds(at, at + 20.0);
    world.paths.break_for_first(1, trip);
    world.run(s(at));
    let circuits = world.processes[0].circuits.iter();
    let mut waiting: Vec<_> = circuits.map(|circuit| circuit.breaker).collect();
    let is_open = |breaker: &&CircuitBreaker| breaker.state() == State::Open;
    while !waiting.is_empty() {
        world.run_until(s(10.0), |_| waiting.iter().any(&is_open));
        let open = waiting.iter().filter(|breaker| is_open(breaker));
        let Some(first) = open.max_by_key(|breaker| breaker.snapshot().in_state_for) else { break };
        let (name, open_for) = (first.name(), first.snapshot().in_state_for);
        world.run(world.now + ms(1500).saturating_sub(open_for));
        let deaf = world.deaf(0, name);
        world.require(deaf.is_empty(), |_| format!("{deaf:?} have not heard of {name}"));
        waiting.retain(|breaker| breaker.name() != name);
    }
    world.require(waiting.is_empty(), |_| "not all have tripped".to_owned());
}

/// Two circuits trip shortly after one another, while messages are lost. By then the others have
/// had too few good calls to believe these alone.
fn two_circuits(seed: u64) -> World {
    let circuit = |name| (name, open_for(10.0), Traffic::steady(3.0));
    let spec = Spec::calling(vec![circuit("a"), circuit("b")]);
    let mut world = processes(seed, Fleet::Joined, 20, &spec);
    world.weather.lost = 0.5;
    world
}

fn heard(what: &str, run: impl Fn(u64) -> World) {
    measure(what, seeds(3), |seed| {
        sound(seed, &run);
        1.0
    });
}

#[test]
fn a_lost_message_behind_a_later_one_is_found() {
    heard("heard within 1.5 s, half of the messages lost", |seed| {
        let mut world = two_circuits(seed);
        require_heard(&mut world, 10.0);
        world
    });
}

#[test]
fn a_clock_set_back_makes_nobody_deaf() {
    heard("heard within 1.5 s, the clock set back", |seed| {
        let mut world = two_circuits(seed);
        world.callees[0].down = Times::seconds(5.0, 8.0);
        world.at(s(45.0), Fault::ClockSteps(-60));
        require_heard(&mut world, 60.0);
        world
    });
}

#[test]
fn a_wiped_engine_makes_nobody_deaf() {
    heard("heard within 1.5 s, the engine wiped, its clock set back", |seed| {
        let mut world = two_circuits(seed);
        world.callees[0].down = Times::seconds(5.0, 8.0);
        world.at(s(21.0), Fault::ClockSteps(-60));
        world.at(s(21.5), Fault::Wipe);
        require_heard(&mut world, 24.0);
        world
    });
}

#[test]
fn a_failover_to_a_replica_that_is_behind_makes_nobody_deaf() {
    heard("heard within 1.5 s, after a failover", |seed| {
        let mut world = two_circuits(seed);
        world.callees[0].down = Times::seconds(5.0, 14.0);
        world.at(s(12.0), Fault::Remember);
        world.at(s(20.0), Fault::EngineDies);
        world.at(s(21.0), Fault::ClockSteps(-30));
        world.at(s(21.0), Fault::Restore);
        world.at(s(21.0), Fault::EngineStarts);
        require_heard(&mut world, 45.0);
        world
    });
}

#[test]
fn a_process_that_was_stopped_acts_on_nothing_stale() {
    measure("calls refused, after a stop of 40 s", seeds(3), |seed| {
        let world = sound(seed, |seed| {
            let mut world = processes(seed, Fleet::Joined, 10, &Spec::new(open_for(10.0), 10.0));
            world.callees[0].down = Times::seconds(10.0, 13.0);
            world.at(s(9.9), Fault::Pause(0));
            world.at(s(50.0), Fault::GoOn(0));
            world.run(s(90.0));
            let refused = world.figures.refused(|process| process == 0);
            world.require(refused == 0, |_| format!("{refused} calls refused"));
            world
        });
        figure(world.figures.refused(|process| process == 0))
    });
}

/// A stopped process finds old news in its socket, and the engine dead: nothing holds it any more.
fn old_news(seed: u64) -> World {
    let mut world = processes(seed, Fleet::Joined, 10, &Spec::new(open_for(10.0), 10.0));
    world.callees[0].down = Times::seconds(10.0, 45.0);
    world.during(s(12.0)..s(60.0), Fault::Pause(0), Fault::GoOn(0));
    world.at(s(46.0), Fault::EngineDies);
    world.run(s(90.0));
    let last = world.figures.of[0].last.unwrap_or_default();
    world.require(last <= s(61.0), |_| format!("a call refused at {last:?}"));
    world
}

#[test]
fn old_news_in_the_socket_of_a_stopped_process_hold_nothing() {
    measure("calls refused, old news after a stop", seeds(3), |seed| {
        let refused = sound(seed, old_news).figures.refused(|process| process == 0);
        figure(refused)
    });
}

#[test]
fn with_a_dead_engine_all_is_as_without_a_fleet() {
    let run = |seed, fleet| {
        let mut world = fifty(seed, fleet, open_for(30.0));
        world.callees[0].down = Times::seconds(20.0, 600.0);
        world.at(s(15.0), Fault::EngineDies);
        world.run(s(700.0));
        (world.figures.doomed, world.figures.served_after(s(600.0)))
    };
    for seed in seeds(2) {
        assert_eq!(run(seed, Fleet::Joined), run(seed, Fleet::Alone), "seed {seed}");
    }
}
