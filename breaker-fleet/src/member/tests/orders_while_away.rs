//! What people order while one of the members is away.

use core::time::Duration;

use super::circuits::Step;
use super::control::{force, reset, reset_by, sharing};
use super::world::World;
use super::{forced, ms, secs};
use crate::member::{FleetEvent, Origin};
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
        assert_eq!(world.steps(1), [reset_by("pod-0")], "after {away:?}");
    }
}

#[test]
fn who_was_away_is_forced_no_longer_than_by_the_last_order() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(600)));
    obeys(&mut world, secs(600));
    meanwhile(&mut world, secs(300), |world| force(world, 2, Some(secs(20))));
    let ended = Step::Reset("pod-2".to_owned(), "migration".to_owned());
    assert_eq!(world.steps(1), core::slice::from_ref(&ended));
    // So is who gave the first one.
    let mut world = sharing();
    force(&mut world, 1, Some(secs(600)));
    meanwhile(&mut world, secs(300), |world| force(world, 2, Some(secs(20))));
    assert_eq!(world.steps(1), [ended]);
    assert_eq!(world.orders(1), 1, "nobody is told that it was");
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

/// What the second member's people are told of their order.
fn overtaken(world: &World) -> Vec<&FleetEvent> {
    let told = world.all[1].told.iter();
    told.filter(|event| matches!(event, FleetEvent::Overtaken { .. })).collect()
}

#[test]
fn what_who_was_away_has_forced_earlier_changes_nothing_and_that_is_told() {
    for ordered_while_away in [true, false] {
        let mut world = sharing();
        force(&mut world, 0, Some(secs(600)));
        obeys(&mut world, secs(600));
        meanwhile(&mut world, secs(30), |world| {
            force(world, 1, Some(secs(900)));
            world.run(secs(20));
            if ordered_while_away {
                reset(world, 2);
            } else {
                force(world, 2, Some(secs(300)));
            }
            world.run(ms(50));
            world.fake(0).steps.clear();
        });
        assert_eq!(world.steps(0), &[], "the later one held already");
        let why = if ordered_while_away { "it is done" } else { "migration" };
        match world.steps(1) {
            [Step::Reset(by, note) | Step::Forced(_, _, by, note)] => {
                assert_eq!((by.as_str(), note.as_str()), ("pod-2", why));
            }
            steps => panic!("{steps:?}"),
        }
        let (circuit, by) = ("x".to_owned(), "pod-2".to_owned());
        let told = FleetEvent::Overtaken { circuit, by, why: why.to_owned() };
        assert_eq!(overtaken(&world), [&told]);
    }
}

#[test]
fn of_two_who_were_away_the_later_order_wins_whoever_comes_back_first() {
    for first in [0, 1] {
        let mut world = sharing();
        world.cut.extend([0, 1]);
        world.run(secs(3));
        force(&mut world, 0, Some(secs(600)));
        world.run(secs(10));
        force(&mut world, 1, Some(secs(900)));
        world.run(secs(10));
        world.cut.remove(&first);
        world.run(secs(4));
        world.cut.clear();
        world.run(secs(4));
        for other in [0, 2] {
            let Some(Step::Forced(_, rest, by, _)) = world.steps(other).last() else { panic!() };
            assert_eq!(by, "pod-1", "{first} came back first");
            assert!(*rest < secs(891), "{rest:?}");
        }
        assert!(!world.steps(1).iter().any(|step| matches!(step, Step::Reset(..))));
    }
}

#[test]
fn an_order_that_was_carried_out_unanswered_is_not_overtaken_by_itself() {
    let mut world = sharing();
    world.fake(1).forced = true;
    world.happens(1, forced(Some(secs(600)), "migration"), Origin::Hand);
    world.run(ms(11));
    // The engine has it, and the answer is lost with the connection.
    world.close(1);
    world.run(secs(12));
    assert!(matches!(world.steps(0), [Step::Forced(..)]), "{:?}", world.steps(0));
    assert_eq!((overtaken(&world), world.steps(1)), (vec![], &[][..]));
}
