//! What people order while one of the members is away.

use core::time::Duration;

use super::circuits::Step;
use super::control::{force, reset, sharing};
use super::world::World;
use super::{forced, secs};
use crate::member::Origin;
use crate::wire::ForcedTo;

/// The second member is away for so long, in which this happens.
fn meanwhile(world: &mut World, time: Duration, happens: impl FnOnce(&mut World)) {
    world.cut.insert(1);
    world.run(secs(3));
    assert!(world.all[1].member.status(world.now).away.is_some());
    world.fake(1).steps.clear();
    happens(world);
    world.run(time);
    assert!(world.steps(1).is_empty(), "{:?}", world.steps(1));
    world.cut.clear();
    world.run(secs(3));
    assert_eq!(world.all[1].member.status(world.now).away, None);
}

/// The second member's circuit does as the fleet has ordered.
fn obeys(world: &mut World, time: Duration) {
    assert!(matches!(world.steps(1), [.., Step::Forced(..)]), "{:?}", world.steps(1));
    world.fake(1).forced = true;
    world.happens(1, forced(Some(time), "migration"), Origin::Fleet);
}

#[test]
fn who_was_away_is_forced_as_the_others_for_what_remains() {
    let mut world = sharing();
    meanwhile(&mut world, secs(30), |world| force(world, 0, Some(secs(60))));
    let [Step::Forced(to, rest, by, note)] = world.steps(1) else { panic!() };
    assert_eq!((*to, &by[..], &note[..]), (ForcedTo::Open, "pod-0", "migration"));
    assert!(*rest < secs(30) && *rest > secs(26), "{rest:?}");
}

#[test]
fn who_was_away_is_released_however_long_that_took() {
    for away in [secs(10), secs(500), secs(590)] {
        let mut world = sharing();
        force(&mut world, 0, Some(secs(600)));
        obeys(&mut world, secs(600));
        meanwhile(&mut world, away, |world| reset(world, 0));
        assert_eq!(world.steps(1), [Step::Reset], "after {away:?}");
    }
}

#[test]
fn who_was_away_is_forced_no_longer_than_by_the_last_order() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(600)));
    obeys(&mut world, secs(600));
    meanwhile(&mut world, secs(300), |world| force(world, 2, Some(secs(20))));
    assert_eq!(world.steps(1), [Step::Reset]);
    // So is who gave the first one.
    let mut world = sharing();
    force(&mut world, 1, Some(secs(600)));
    meanwhile(&mut world, secs(300), |world| force(world, 2, Some(secs(20))));
    assert_eq!(world.steps(1), [Step::Reset]);
    assert_eq!(world.all[1].sent.len(), 1, "nobody is told that it was");
}

#[test]
fn what_who_was_away_has_forced_later_holds_for_all() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(600)));
    obeys(&mut world, secs(600));
    meanwhile(&mut world, secs(30), |world| {
        force(world, 2, Some(secs(20)));
        world.run(secs(5));
        force(world, 1, Some(secs(300)));
    });
    assert!(world.steps(1).is_empty(), "{:?}", world.steps(1));
    let Some(Step::Forced(_, rest, by, _)) = world.steps(0).last() else { panic!() };
    assert_eq!(by, "pod-1");
    assert!(*rest < secs(271) && *rest > secs(266), "{rest:?}");
}
