//! Fifty processes without a fleet: what each outage costs, to compare with.

use super::{fifty, open_for};
use crate::times::{Times, s};
use crate::world::Fleet;

#[test]
fn every_process_loses_its_own_threshold_of_calls() {
    let mut world = fifty(1, Fleet::Alone, open_for(30.0));
    world.callees[0].down = Times::seconds(10.0, 38.0);
    world.run(s(39.0));
    let doomed = world.figures.doomed;
    assert!((250..300).contains(&doomed), "{doomed}");
}

#[test]
fn every_process_tries_for_itself_for_ten_minutes() {
    let mut world = fifty(1, Fleet::Alone, open_for(30.0));
    world.callees[0].down = Times::seconds(10.0, 610.0);
    world.run(s(610.0));
    let doomed = world.figures.doomed;
    assert!((1100..1300).contains(&doomed), "{doomed}");
}
