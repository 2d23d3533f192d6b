//! The callee of fifty processes goes down: what that costs in doomed calls (goal F9).

use super::{fifty, open_for};
use crate::report::{compare, seeds};
use crate::times::{Times, s};
use crate::world::Fleet;

fn doomed(seed: u64, fleet: Fleet, down_for: f64, until: f64) -> f64 {
    let mut world = fifty(seed, fleet, open_for(30.0));
    world.callees[0].down = Times::seconds(10.0, 10.0 + down_for);
    world.run(s(until));
    f64::from(u32::try_from(world.figures.doomed).expect("few"))
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
