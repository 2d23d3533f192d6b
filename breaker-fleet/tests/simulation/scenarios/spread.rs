//! How soon everybody knows (goal F2), and what a process that starts in an outage knows.

use core::time::Duration;

use super::{fifty, open_for, processes};
use crate::process::Spec;
use crate::report::{measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, ms, s};
use crate::world::{Fleet, World};

/// One of fifty processes loses its path; the time from its opening until all others are
/// suspicious.
fn spread(seed: u64, lost: f64, most: Duration) -> World {
    let mut world = fifty(seed, Fleet::Joined, open_for(30.0));
    world.weather.lost = lost;
    world.paths.break_for_first(1, Times::seconds(10.0, 30.0));
    world.run_until(s(20.0), |world| !world.figures.openings.is_empty());
    let opened = world.now;
    world.run_until(s(5.0), |world| world.others_suspect(0));
    let took = world.now - opened;
    world.require(took <= most, |_| format!("known after {took:?}"));
    world
}

fn known_after(what: &str, lost: f64, most: Duration) {
    measure(what, seeds(3), |seed| {
        let world = sound(seed, |seed| spread(seed, lost, most));
        (world.now - world.figures.openings[0]).as_secs_f64() * 1000.0
    });
}

#[test]
fn a_trip_is_known_within_twenty_milliseconds() {
    known_after("ms until 50 processes know of a trip", 0.0, ms(20));
}

#[test]
fn a_lost_message_is_found_within_a_second_and_a_half() {
    known_after("ms until 50 processes know, all messages lost", 1.0, ms(1500));
}

/// A process that starts in an outage is suspicious before its first failure: it loses two calls,
/// and what is under way.
fn late_start(seed: u64) -> World {
    let mut world = processes(seed, Fleet::Joined, 10, &Spec::new(open_for(30.0), 10.0));
    world.callees[0].down = Times::seconds(5.0, 60.0);
    world.run(s(9.0));
    let before = world.figures.doomed;
    let late = Spec { starts: s(10.0), ..Spec::new(open_for(30.0), 1.0) };
    world.start(&late);
    world.run(s(34.0));
    let doomed = world.figures.doomed - before;
    world.require(doomed <= 3, |_| format!("{doomed} doomed calls"));
    world
}

#[test]
fn a_process_that_starts_in_an_outage_loses_two_calls() {
    measure("doomed calls of a process that starts late", seeds(3), |seed| {
        sound(seed, late_start);
        0.0
    });
}
