//! Zones: one whose path is broken holds no other's circuits open.

use super::open_for;
use crate::process::Spec;
use crate::report::{measure, seeds};
use crate::soundness::sound;
use crate::times::{Times, s};
use crate::world::{Fleet, World};

/// The callee is down for all; when it is back, half of the fleet doesn't reach it.
fn one_stays_cut_off(seed: u64) -> World {
    let mut world = World::new(seed, Fleet::Joined);
    for process in 0..50 {
        let (host, zone) = if process < 25 { ("a", "zone a") } else { ("b", "zone b") };
        world.start(&Spec { host, zone, ..Spec::new(open_for(10.0), 10.0) });
    }
    world.callees[0].down = Times::seconds(5.0, 12.0);
    world.paths.break_for_host("a", Times::seconds(5.0, 120.0));
    world.run(s(150.0));
    let late = good_zone_served_after(&world, 12.0);
    world.require(late <= 10.0 + 3.0 + 6.0, |_| format!("served after {late} s"));
    world.require_that_all_is_forgotten();
    world
}

fn good_zone_served_after(world: &World, moment: f64) -> f64 {
    let last = world.figures.of[25..].iter().filter_map(|refusals| refusals.last).max();
    last.unwrap_or_default().saturating_sub(s(moment)).as_secs_f64()
}

#[test]
fn a_zone_that_stays_cut_off_holds_nobody_else() {
    measure("s until served, the other zone stays cut off", seeds(3), |seed| {
        good_zone_served_after(&sound(seed, one_stays_cut_off), 12.0)
    });
}
