//! The callee of fifty processes goes down: what that costs in doomed calls (goal F9).

use super::{fifty, open_for, processes};
use crate::process::Spec;
use crate::report::{compare, figure, seeds};
use crate::times::{Times, s};
use crate::world::{Fleet, World};

fn doomed(seed: u64, fleet: Fleet, down_for: f64, until: f64) -> f64 {
    doomed_in(fifty(seed, fleet, open_for(30.0)), down_for, until)
}

fn doomed_in(mut world: World, down_for: f64, until: f64) -> f64 {
    world.callees[0].down = Times::seconds(10.0, 10.0 + down_for);
    world.run(s(until));
    figure(world.figures.doomed)
}

#[test]
fn the_first_opening_costs_six_tenths_of_what_it_costs_alone() {
    let run = |seed, fleet| doomed(seed, fleet, 28.0, 39.0);
    let both = compare("doomed calls, first opening", seeds(3), run);
    both.is_at_most(0.6);
}

#[test]
fn ten_minutes_cost_fifteen_hundredths() {
    let run = |seed, fleet| doomed(seed, fleet, 600.0, 610.0);
    let both = compare("doomed calls, ten minutes", seeds(2), run);
    both.is_at_most(0.15);
}

/// Processes that are used to errors notice an outage all the same. Alone each of them needs twenty
/// calls.
#[test]
fn under_a_percentage_ordinary_errors_keep_nobody_from_noticing() {
    let run = |seed, fleet| {
        let policy = open_for(30.0).threshold_percent(50.0).window(s(10.0)).min_calls(20);
        let mut world = processes(seed, fleet, 50, &Spec::new(policy, 2.0));
        world.callees[0].ordinary_errors = 0.1;
        doomed_in(world, 28.0, 39.0)
    };
    let both = compare("doomed calls, a percentage and 10 % errors", seeds(3), run);
    both.is_at_most(0.5);
}
