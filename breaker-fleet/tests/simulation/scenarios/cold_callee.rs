//! The callee comes back with an empty cache, and no ramp-up is set: the whole fleet at once would
//! bring it down again (goal F11).

use super::{fifty, open_for};
use crate::callee::ColdCache;
use crate::report::{compare, seeds};
use crate::times::{Times, s};

#[test]
fn a_cold_callee_is_served_in_one_and_a_half_times_the_time() {
    let both = compare("s until served, a cold callee", seeds(3), |seed, fleet| {
        let mut world = fifty(seed, fleet, open_for(5.0));
        world.callees[0].down = Times::seconds(5.0, 12.0);
        world.callees[0].cache = Some(ColdCache::new(s(12.0), 500.0));
        world.run(s(150.0));
        world.figures.served_after(s(12.0)).as_secs_f64()
    });
    both.is_at_most(1.5);
}
