//! What people force.

use core::time::Duration;

use super::circuits::Step;
use super::world::World;
use super::{forced, ms, released, secs};
use crate::member::{Origin, What};
use crate::wire::{ForcedTo, Text};

pub(super) fn sharing() -> World {
    World::with(3, |_, config| config.share_control = true)
}

pub(super) fn force(world: &mut World, number: usize, time: Option<Duration>) {
    world.fake(number).forced = true;
    let what = forced(time, "migration");
    world.happens(number, what, Origin::Hand);
    world.run(ms(50));
}

pub(super) fn reset(world: &mut World, number: usize) {
    world.fake(number).forced = false;
    world.happens(number, released(), Origin::Hand);
}

/// What is done to a circuit whose reset somebody there has ordered for all.
pub(super) fn reset_by(pod: &str) -> Step {
    Step::Reset(pod.to_owned(), "it is done".to_owned())
}

#[test]
fn a_force_stays_here_unless_the_fleet_shares_it() {
    let mut world = World::of(2);
    force(&mut world, 0, Some(secs(60)));
    assert!(world.steps(1).is_empty());
    assert_eq!(world.engine.records().count(), 0);
}

#[test]
fn a_shared_force_has_an_end_a_who_and_a_why() {
    for (time, expected) in [(Some(secs(60)), secs(60)), (None, secs(3600))] {
        let mut world = sharing();
        force(&mut world, 0, time);
        for other in [1, 2] {
            let [Step::Forced(to, rest, by, note)] = world.steps(other) else { panic!() };
            assert_eq!((*to, &by[..], &note[..]), (ForcedTo::Open, "pod-0", "migration"));
            assert!(*rest > expected - ms(50) && *rest <= expected);
        }
        assert!(world.steps(0).is_empty(), "no echo");
    }
}

#[test]
fn what_the_fleet_forced_is_not_told_again() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    let what = forced(Some(secs(60)), "");
    world.happens(1, what, Origin::Fleet);
    world.happens(1, released(), Origin::Fleet);
    world.happens(0, What::ForceEnded, Origin::Own);
    world.run(secs(3));
    assert!(world.all[1].sent.is_empty());
    assert_eq!(world.all[0].sent.len(), 1);
}

#[test]
fn a_release_travels_too() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    reset(&mut world, 1);
    world.run(ms(50));
    assert_eq!(world.steps(0), [reset_by("pod-1")]);
    assert_eq!(world.steps(2).last(), Some(&reset_by("pod-1")));
}

#[test]
fn a_release_says_who_gave_it_where_and_why() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    world.fake(2).forced = false;
    let (who, note) = (Text::new("anna"), Text::new("the bank is back"));
    world.happens(2, What::Released { who, note }, Origin::Hand);
    world.run(ms(50));
    let said = Step::Reset("anna on pod-2".to_owned(), "the bank is back".to_owned());
    assert_eq!((world.steps(0), world.steps(1).last()), (&[said.clone()][..], Some(&said)));
}

#[test]
fn a_process_that_starts_learns_what_is_forced_and_for_how_long() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    world.run(secs(20));
    let late = world.add(|config| config.share_control = true);
    world.run(ms(50));
    let [Step::Forced(_, rest, ..)] = world.steps(late) else { panic!() };
    assert!(*rest < secs(40) && *rest > secs(39));
    world.run(secs(60));
    let later = world.add(|config| config.share_control = true);
    world.run(ms(50));
    assert!(world.steps(later).is_empty(), "it has ended");
}

#[test]
fn a_forced_circuit_tells_nothing() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    world.happens(0, What::HalfOpened, Origin::Own);
    world.run(secs(2));
    assert_eq!(world.all[0].sent.len(), 1);
}

#[test]
fn a_force_that_is_taken_back_at_once_does_not_come_back_by_its_own_message() {
    let mut world = sharing();
    world.fake(0).forced = true;
    let what = forced(Some(secs(60)), "oh");
    world.happens(0, what, Origin::Hand);
    world.run(ms(11));
    reset(&mut world, 0);
    world.run(ms(50));
    assert!(world.steps(0).is_empty(), "{:?}", world.steps(0));
    assert_eq!(world.steps(1).last(), Some(&reset_by("pod-0")));
}

#[test]
fn of_two_who_force_at_once_the_later_wins_everywhere() {
    let mut world = sharing();
    for number in [0, 1] {
        world.fake(number).forced = true;
        let what = forced(Some(secs(60)), &format!("by {number}"));
        world.happens(number, what, Origin::Hand);
    }
    world.run(ms(50));
    let last = |number: usize| match world.steps(number).last() {
        Some(Step::Forced(_, _, by, _)) => Some(by.clone()),
        _ => None,
    };
    assert_eq!((last(0), last(1), last(2)), (Some("pod-1".into()), None, Some("pod-1".into())));
}

#[test]
fn a_release_that_came_before_a_force_says_nothing_to_it() {
    let mut world = sharing();
    force(&mut world, 1, Some(secs(60)));
    reset(&mut world, 1);
    world.run(ms(50));
    world.hung = true;
    world.run(secs(2));
    world.fake(0).steps.clear();
    world.fake(0).forced = true;
    let what = forced(None, "");
    world.happens(0, what, Origin::Hand);
    world.run(secs(2));
    world.hung = false;
    world.run(secs(2));
    assert!(world.steps(0).is_empty(), "{:?}", world.steps(0));
}

#[test]
fn what_is_released_while_the_engine_is_away_is_told_when_it_is_back() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(600)));
    world.hung = true;
    world.run(secs(2));
    reset(&mut world, 0);
    world.run(secs(10));
    world.hung = false;
    world.run(secs(2));
    assert!(world.steps(0).is_empty(), "{:?}", world.steps(0));
    assert_eq!(world.steps(1).last(), Some(&reset_by("pod-0")));
}

#[test]
fn a_force_that_was_under_way_when_the_engine_died_is_told_for_the_rest_of_its_time() {
    let mut world = sharing();
    world.hung = true;
    force(&mut world, 0, Some(secs(60)));
    world.run(secs(20));
    world.hung = false;
    world.run(secs(2));
    let [Step::Forced(_, rest, ..)] = world.steps(1) else { panic!("{:?}", world.steps(1)) };
    assert!(*rest < secs(40) && *rest > secs(37), "{rest:?}");
    world.run(secs(60));
    assert!(world.steps(0).is_empty(), "{:?}", world.steps(0));
}

#[test]
fn a_force_that_has_ended_while_the_engine_was_away_is_not_told() {
    let mut world = sharing();
    world.hung = true;
    force(&mut world, 0, Some(secs(5)));
    world.run(secs(20));
    world.hung = false;
    world.run(secs(2));
    assert!(world.steps(1).is_empty(), "{:?}", world.steps(1));
}

#[test]
fn two_members_of_one_name_are_two() {
    let mut world = World::with(2, |_, config| {
        config.share_control = true;
        config.instance = Text::new("pod");
    });
    force(&mut world, 1, Some(secs(60)));
    force(&mut world, 0, Some(secs(90)));
    assert!(matches!(world.steps(1).last(), Some(Step::Forced(..))), "{:?}", world.steps(1));
}

#[test]
fn a_reset_of_what_nobody_has_forced_says_nothing_to_the_others() {
    let mut world = sharing();
    world.happens(0, released(), Origin::Hand);
    world.run(ms(50));
    assert!(world.all[0].sent.is_empty(), "{:?}", world.all[0].sent);
}

#[test]
fn what_all_keys_obey_is_released_by_their_function_alone() {
    let mut world = sharing();
    world.fake(0).forced = true;
    let what = forced(None, "");
    world.happens(0, what, Origin::Whole);
    world.run(secs(1));
    reset(&mut world, 0);
    world.run(secs(1));
    assert!(world.all[0].sent.is_empty(), "{:?}", world.all[0].sent);
}

#[test]
fn what_is_always_too_late_is_told_once_a_second() {
    let mut world = sharing();
    // The engine's clock runs so fast that whatever comes is void.
    let too_late = |world: &mut World, millis: u32| {
        for _ in 0..millis {
            world.clock += 2_000_000;
            world.run(ms(1));
        }
        world.all[0].sent.len()
    };
    world.fake(0).forced = true;
    let what = forced(None, "");
    world.happens(0, what, Origin::Hand);
    let before = too_late(&mut world, 1200);
    let told = too_late(&mut world, 4000) - before;
    assert!((2..=5).contains(&told), "{told}");
    world.run(secs(2));
    assert!(matches!(world.steps(1)[..], [Step::Forced(..)]), "{:?}", world.steps(1));
}

#[test]
fn an_order_that_is_heard_again_after_a_reconnect_says_nothing_new() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(200)));
    let reconnect = |world: &mut World| {
        for number in [0, 1] {
            world.fake(number).steps.clear();
        }
        world.hung = true;
        world.run(secs(3));
        world.hung = false;
        world.run(secs(11));
        assert!(world.all[1].member.status(world.now).away.is_none());
    };
    for _ in 0..2 {
        reconnect(&mut world);
        assert_eq!((world.steps(0), world.steps(1)), (&[][..], &[][..]));
    }
    // Nor does one that has ended here, and will elsewhere.
    for number in [0, 1] {
        world.fake(number).forced = false;
        world.happens(number, What::ForceEnded, Origin::Own);
    }
    reconnect(&mut world);
    assert_eq!((world.steps(0), world.steps(1)), (&[][..], &[][..]));
    // A later one does.
    force(&mut world, 0, Some(secs(200)));
    assert!(matches!(world.steps(1), [Step::Forced(..)]), "{:?}", world.steps(1));
}
