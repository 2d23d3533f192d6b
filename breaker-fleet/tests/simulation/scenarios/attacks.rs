//! Turns that vanish: their leases are forgotten by the engine, or their holders are killed. Nobody
//! waits for these for long, however many there are.

use core::time::Duration;

use super::{open_for, processes};
use crate::process::Spec;
use crate::report::{compare, seeds};
use crate::times::{Times, ms, s};
use crate::world::{Fault, Fleet, World};

/// When the callee goes down, and is back.
const DOWN: f64 = 10.0;
const BACK: f64 = 14.0;

/// Ten processes whose paths work.
fn ten(seed: u64, fleet: Fleet, open: f64) -> World {
    let mut world = processes(seed, fleet, 10, &Spec::new(open_for(open), 10.0));
    world.callees[0].down = Times::seconds(DOWN, BACK);
    world
}

/// How long after the callee is back until these are served.
fn served_after(world: &World, processes: usize) -> f64 {
    let last = world.figures.of[..processes].iter().filter_map(|refusals| refusals.last).max();
    last.unwrap_or_default().saturating_sub(s(BACK)).as_secs_f64()
}

/// Somebody wipes the engine so often, for as long as the run lasts.
fn wiped(seed: u64, fleet: Fleet, open: f64, every: Duration) -> f64 {
    let mut world = ten(seed, fleet, open);
    let mut at = s(DOWN - 2.0);
    while at < s(BACK + 60.0) {
        world.at(at, Fault::Wipe);
        at += every;
    }
    world.run(s(BACK + 60.0));
    served_after(&world, 10)
}

#[test]
fn an_engine_that_is_wiped_all_the_time_costs_two_open_times_at_most() {
    for (what, open, every) in [
        ("s until served, open for 2 s, wiped each 0.1 s", 2.0, ms(100)),
        ("s until served, open for 2 s, wiped each 0.7 s", 2.0, ms(700)),
        ("s until served, open for 5 s, wiped each 0.1 s", 5.0, ms(100)),
    ] {
        let both = compare(what, seeds(10), |seed, fleet| wiped(seed, fleet, open, every));
        both.is_at_most_more_by(2.0 * open + 0.5);
    }
}

/// A busy process that never reaches the callee is killed as soon as it has the lease, and the next
/// one starts at once: a member that nobody has seen before.
fn crashing(seed: u64, fleet: Fleet, open: f64) -> f64 {
    let mut world = ten(seed, fleet, open);
    world.paths.break_for_host("bad", Times::seconds(0.0, 1e6));
    let bad = |now| Spec { host: "bad", starts: now, ..Spec::new(open_for(open), 100.0) };
    let mut last = world.start(&bad(s(DOWN - 1.0)));
    while world.now < s(BACK + 60.0) {
        let most = s(BACK + 60.0) - world.now;
        if world.run_until(most, |world| world.holder() == Some(last)) {
            world.at(world.now, Fault::Kill(last));
            last = world.start(&bad(world.now));
        }
    }
    served_after(&world, 10)
}

#[test]
fn members_that_are_killed_while_they_try_cost_two_open_times_at_most() {
    for (what, open) in [
        ("s until served, open for 2 s, who tries is killed", 2.0),
        ("s until served, open for 5 s, who tries is killed", 5.0),
    ] {
        let both = compare(what, seeds(10), |seed, fleet| crashing(seed, fleet, open));
        both.is_at_most_more_by(2.0 * open + 0.5);
    }
}
