//! The callee is up all the time, and some processes don't reach it: no call of the others is
//! rejected (goal F7).

use breaker_runtime::Policy;

use super::{fifty, open_for, processes};
use crate::process::Spec;
use crate::report::{compare, measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, s};
use crate::world::{Fault, Fleet, World};

/// The world with the first `bad` of the processes cut off from the callee for a minute.
fn cut_off(seed: u64, number: usize, bad: usize) -> World {
    let mut world = processes(seed, Fleet::Joined, number, &Spec::new(open_for(10.0), 10.0));
    world.paths.break_for_first(bad, Times::seconds(10.0, 70.0));
    world
}

/// The share of calls that were rejected for nothing, of the processes whose path was never broken.
fn refused_others(world: &World) -> f64 {
    world
        .figures
        .refused_share(|number| !world.paths.ever_broken(number, world.processes[number].host))
}

fn nobody_else_is_refused(what: &str, run: impl Fn(u64) -> World) {
    measure(what, seeds(3), |seed| {
        let world = sound(seed, |seed| {
            let mut world = run(seed);
            world.run(s(100.0));
            let refused = refused_others(&world);
            world.require(refused == 0.0, |_| format!("{refused} of the others' calls refused"));
            world
        });
        refused_others(&world)
    });
}

#[test]
fn one_of_two_is_cut_off() {
    nobody_else_is_refused("others refused, one bad of two", |seed| cut_off(seed, 2, 1));
}

#[test]
fn one_of_fifty_is_cut_off() {
    nobody_else_is_refused("others refused, one bad of fifty", |seed| cut_off(seed, 50, 1));
}

#[test]
fn a_host_of_four_is_cut_off() {
    nobody_else_is_refused("others refused, a bad host of four", |seed| cut_off(seed, 48, 4));
}

#[test]
fn two_hosts_are_cut_off() {
    nobody_else_is_refused("others refused, two bad hosts of four", |seed| cut_off(seed, 48, 8));
}

#[test]
fn half_the_fleet_is_cut_off() {
    nobody_else_is_refused("others refused, half the fleet cut off", |seed| cut_off(seed, 50, 25));
}

#[test]
fn a_process_on_a_bad_host_starts_again_and_again() {
    nobody_else_is_refused("others refused, a crash loop", |seed| {
        let mut world = processes(seed, Fleet::Joined, 49, &Spec::new(open_for(10.0), 10.0));
        let ever = Times::seconds(0.0, 1000.0);
        world.paths.break_for_host("bad", ever);
        for life in 0..10 {
            let starts = s(10.0 + 6.0 * f64::from(life));
            let spec = Spec { host: "bad", starts, ..Spec::new(open_for(10.0), 10.0) };
            let process = world.start(&spec);
            world.at(starts + s(6.0), Fault::Kill(process));
        }
        world
    });
}

#[test]
fn the_engine_restarts_empty() {
    nobody_else_is_refused("others refused, the engine restarts empty", |seed| {
        let mut world = cut_off(seed, 50, 1);
        for at in [15.0, 27.0, 39.0, 51.0, 63.0] {
            world.at(s(at), Fault::EngineDies);
            world.at(s(at), Fault::Wipe);
            world.at(s(at + 2.0), Fault::EngineStarts);
        }
        world
    });
}

#[test]
fn the_engine_is_wiped() {
    nobody_else_is_refused("others refused, the engine is wiped", |seed| {
        let mut world = cut_off(seed, 50, 1);
        for at in [12.3, 23.8, 35.1, 41.9] {
            world.at(s(at), Fault::Wipe);
        }
        world
    });
}

#[test]
fn the_engine_stops_and_goes_on() {
    nobody_else_is_refused("others refused, the engine is stopped", |seed| {
        let mut world = cut_off(seed, 50, 1);
        for at in [9.9, 30.0, 50.0] {
            world.at(s(at), Fault::EngineStops);
            world.at(s(at + 12.0), Fault::EngineGoesOn);
        }
        world
    });
}

#[test]
fn the_engines_clock_jumps() {
    nobody_else_is_refused("others refused, the engine's clock jumps", |seed| {
        let mut world = cut_off(seed, 50, 1);
        for (at, by) in [(9.9, 600), (20.6, -3600), (31.2, 3600), (41.5, -600), (52.4, -600)] {
            world.at(s(at), Fault::ClockSteps(by));
        }
        world
    });
}

#[test]
fn a_zone_without_callee_and_engine_comes_back() {
    nobody_else_is_refused("others refused, a cut zone heals", |seed| {
        let mut world = fifty(seed, Fleet::Joined, open_for(10.0));
        let cut = Times::seconds(10.0, 40.0);
        world.paths.break_for_first(10, cut);
        for process in 0..10 {
            world.at(s(10.0), Fault::Cut(process));
            world.at(s(40.0), Fault::Mend(process));
        }
        world
    });
}

/// The share of the others' calls that is rejected while some of these processes are cut off from a
/// callee whose calls also fail by themselves.
fn refused_beside(mut world: World, bad: usize, ordinary_errors: f64) -> f64 {
    world.paths.break_for_first(bad, Times::seconds(10.0, 70.0));
    world.callees[0].ordinary_errors = ordinary_errors;
    world.run(s(100.0));
    refused_others(&world)
}

#[test]
fn ordinary_errors_beside_a_bad_host_cost_no_more_than_alone() {
    let what = "others refused, two bad and 1 % errors";
    let run = |seed, fleet| refused_beside(fifty(seed, fleet, open_for(10.0)), 2, 0.01);
    compare(what, seeds(3), run).is_on_average_at_most_more_by(0.005);
}

/// Half of the calls of ten seconds may fail.
fn percentage(open: f64) -> Policy {
    open_for(open).threshold_percent(50.0).window(s(10.0)).min_calls(20)
}

/// The rule allows for these errors, and so does a suspicion.
#[test]
fn what_ordinary_errors_cost_under_a_percentage_while_one_is_cut_off() {
    for (what, ordinary_errors) in [
        ("others refused, one bad, a percentage and 1 % errors", 0.01),
        ("others refused, one bad, a percentage and 5 % errors", 0.05),
        ("others refused, one bad, a percentage and 10 % errors", 0.1),
    ] {
        let run =
            |seed, fleet| refused_beside(fifty(seed, fleet, percentage(10.0)), 1, ordinary_errors);
        compare(what, seeds(3), run).is_on_average_at_most_more_by(0.005);
    }
}

/// Where calls are many, runs of errors are too.
#[test]
fn what_ordinary_errors_cost_busy_processes_while_one_is_cut_off() {
    for (what, ordinary_errors) in [
        ("others refused, one bad of six busy ones, 1 % errors", 0.01),
        ("others refused, one bad of six busy ones, 10 % errors", 0.1),
    ] {
        let run = |seed, fleet| {
            let world = processes(seed, fleet, 6, &Spec::new(percentage(30.0), 200.0));
            refused_beside(world, 1, ordinary_errors)
        };
        compare(what, seeds(3), run).is_on_average_at_most_more_by(0.005);
    }
}

/// Rules without a percentage allow for errors too, as long as these don't come together.
#[test]
fn what_ordinary_errors_cost_under_other_rules_while_one_is_cut_off() {
    for (what, policy, per_second, most) in [
        (
            "others refused, one bad, five in a row, 10 % errors",
            open_for(10.0).consecutive(5),
            10.0,
            0.005,
        ),
        // Those that open by this rule, as alone, then wait for whoever tries.
        ("others refused, one bad, five in ten seconds, 10 % errors", open_for(10.0), 1.0, 0.01),
    ] {
        let run = |seed, fleet| {
            refused_beside(processes(seed, fleet, 50, &Spec::new(policy, per_second)), 1, 0.1)
        };
        compare(what, seeds(3), run).is_on_average_at_most_more_by(most);
    }
}

/// Open times that grow make a circuit that opens for nothing wait as long as those that are open.
#[test]
fn what_ordinary_errors_cost_while_one_is_cut_off_for_long() {
    let run = |seed, fleet| {
        let mut world = fifty(seed, fleet, percentage(10.0).max_open_for(s(100.0)));
        world.paths.break_for_first(1, Times::seconds(10.0, 390.0));
        world.callees[0].ordinary_errors = 0.1;
        world.run(s(400.0));
        refused_others(&world)
    };
    let what = "others refused, one bad for long, a percentage and 10 % errors";
    compare(what, seeds(1), run).is_on_average_at_most_more_by(0.005);
}
