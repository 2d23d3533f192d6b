//! What people force where no event says so: before the start, or among events that were lost.

use core::time::Duration;

use super::circuits::Step;
use super::control::{force, reset, reset_by, sharing};
use super::same_orders::overtaken;
use super::world::World;
use super::{ms, released, secs};
use crate::member::{Input, Origin, What};
use crate::wire::{ForcedTo, Text};

/// Somebody in the process forces its circuit for a minute, and no event says so.
fn force_unheard(world: &mut World, number: usize, origin: Origin) {
    let now = world.now;
    let what = What::Forced {
        to: ForcedTo::Open,
        time: Some(secs(60)),
        who: Text::new("anna"),
        note: Text::new("a move"),
    };
    world.next_order(number);
    let fake = world.fake(number);
    (fake.forced, fake.since, fake.ordered) = (true, now, Some((what, origin)));
}

/// One more process, whose circuit is forced for so long before it joins.
fn late(world: &mut World, origin: Origin, before: Duration) -> usize {
    let late = world.add(|config| config.share_control = true);
    force_unheard(world, late, origin);
    let since = world.now.saturating_sub(before);
    world.fake(late).since = since;
    world.run(secs(2));
    late
}

#[test]
fn what_was_forced_before_the_start_is_told_and_no_earlier_release_undoes_it() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    reset(&mut world, 0);
    world.run(secs(3));
    let late = late(&mut world, Origin::Hand, secs(1));
    assert!(world.steps(late).is_empty(), "{:?}", world.steps(late));
    for other in [0, 1, 2] {
        let Some(Step::Forced(to, rest, by, note)) = world.steps(other).last() else {
            panic!("{:?}", world.steps(other))
        };
        let who = format!("anna on pod-{late}");
        assert_eq!((*to, by, &note[..]), (ForcedTo::Open, &who, "a move"));
        assert!(*rest > ms(59_900) && *rest <= secs(60), "{rest:?}");
    }
    world.run(secs(30));
    assert_eq!(world.orders(late), 1, "once");
}

#[test]
fn a_later_release_undoes_what_was_forced_before_the_start_and_only_its_people_are_told() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    reset(&mut world, 0);
    world.run(secs(3));
    // Longer ago than the member lives.
    let late = late(&mut world, Origin::Hand, secs(5));
    assert_eq!(world.steps(late), [reset_by("pod-0")]);
    assert!(world.all[late].sent.is_empty());
    assert_eq!(overtaken(&world, late), ["pod-0"]);
}

#[test]
fn what_the_fleet_has_forced_goes_before_what_was_forced_before_the_start() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(60)));
    let late = late(&mut world, Origin::Hand, secs(1));
    assert!(matches!(world.steps(late), [Step::Forced(..)]), "{:?}", world.steps(late));
    assert!(world.all[late].sent.is_empty());
    assert_eq!(overtaken(&world, late), ["pod-0"]);
}

#[test]
fn what_a_fleet_or_its_function_forced_before_the_start_is_not_told() {
    for origin in [Origin::Fleet, Origin::Whole] {
        let mut world = sharing();
        let late = late(&mut world, origin, secs(1));
        assert!(world.all[late].sent.is_empty());
    }
    let mut world = World::of(2);
    force_unheard(&mut world, 0, Origin::Hand);
    world.input(0, Input::Missed);
    world.run(secs(3));
    assert!(world.all[0].sent.is_empty(), "nobody shares control");
}

#[test]
fn what_was_forced_and_released_is_told_though_the_events_were_lost() {
    let mut world = sharing();
    force_unheard(&mut world, 0, Origin::Hand);
    world.input(0, Input::Missed);
    world.run(secs(2));
    for other in [1, 2] {
        assert!(matches!(world.steps(other), [Step::Forced(..)]), "{:?}", world.steps(other));
    }
    world.next_order(0);
    let fake = world.fake(0);
    (fake.forced, fake.ordered) = (false, Some((released(), Origin::Hand)));
    world.input(0, Input::Missed);
    world.run(secs(2));
    for other in [1, 2] {
        assert_eq!(world.steps(other).last(), Some(&reset_by("pod-0")));
    }
    assert!(world.steps(0).is_empty(), "{:?}", world.steps(0));
}

#[test]
fn what_was_forced_and_released_before_the_others_heard_of_it_says_nothing_to_theirs() {
    let mut world = sharing();
    force_unheard(&mut world, 0, Origin::Hand);
    world.input(0, Input::Missed);
    reset(&mut world, 0);
    world.run(secs(2));
    assert!(world.all[0].sent.is_empty());
}
