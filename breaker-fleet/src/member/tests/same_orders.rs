//! Which order is which: one that is told or found again, and others that look alike.

use super::circuits::Step;
use super::control::{force, reset, reset_by, sharing};
use super::world::World;
use super::{forced, ms, secs};
use crate::member::{FleetEvent, Origin, What};
use crate::wire::Text;

/// By whom the orders were overtaken that this process's people gave, as they are told.
pub(super) fn overtaken(world: &World, number: usize) -> Vec<&str> {
    let told = world.all[number].told.iter().filter_map(|event| match event {
        FleetEvent::Overtaken { by, .. } => Some(by.as_str()),
        _ => None,
    });
    told.collect()
}

fn forces(world: &World, number: usize) -> usize {
    world.steps(number).iter().filter(|step| matches!(step, Step::Forced(..))).count()
}

#[test]
fn the_same_order_given_once_more_is_another_one() {
    let mut world = sharing();
    for times in 1..=6 {
        force(&mut world, 0, Some(secs(5)));
        for other in [1, 2] {
            assert_eq!(forces(&world, other), times, "pod-{other}");
        }
        world.run(secs(4));
    }
    assert_eq!(world.steps(0), &[], "no echo");
}

/// Somebody is cut off right after he heard of an order, gives a short one, and is back when that
/// has ended.
#[test]
fn what_ended_while_one_was_away_has_replaced_what_was_before_for_all_as_soon_as_it_is_back() {
    for heard in [ms(500), secs(8)] {
        let mut world = sharing();
        force(&mut world, 0, Some(secs(600)));
        world.run(heard);
        world.cut.insert(1);
        force(&mut world, 1, Some(secs(2)));
        world.run(secs(4));
        world.fake(1).forced = false;
        world.fake(1).steps.clear();
        world.happens(1, What::ForceEnded, Origin::Own);
        world.cut.clear();
        world.run(secs(4));
        for other in [0, 2] {
            let ended = Step::Reset("pod-1".to_owned(), "migration".to_owned());
            assert_eq!(world.steps(other).last(), Some(&ended), "pod-{other}");
            world.fake(other).steps.clear();
        }
        world.run(secs(100));
        for number in 0..3 {
            assert_eq!(world.steps(number), &[], "pod-{number}: for good");
        }
    }
}

#[test]
fn an_order_of_another_process_of_the_same_name_overtakes_whatever_its_note_is() {
    let mut world = World::with(2, |_, config| {
        config.share_control = true;
        config.instance = Text::new("pod");
    });
    world.cut.insert(1);
    world.run(secs(3));
    force(&mut world, 1, Some(secs(3600)));
    world.run(secs(7));
    force(&mut world, 0, Some(secs(60)));
    world.cut.clear();
    world.run(secs(4));
    let [Step::Forced(_, rest, ..)] = world.steps(1) else { panic!("{:?}", world.steps(1)) };
    assert!(*rest < secs(60), "{rest:?}");
    assert_eq!((overtaken(&world, 1), world.steps(0)), (vec!["pod"], &[][..]));
}

/// One more member of the first process, whose circuit is as it was left.
fn joins_anew(world: &mut World) -> usize {
    world.cut.insert(0);
    let what = forced(Some(secs(600)), "migration");
    let again = world.add(|config| {
        config.share_control = true;
        config.instance = Text::new("pod-0");
    });
    let (order, since) = (world.fake(0).order, world.now);
    let fake = world.fake(again);
    (fake.forced, fake.order, fake.since) = (true, order, since);
    fake.ordered = Some((what, Origin::Hand));
    again
}

#[test]
fn who_joins_again_finds_an_order_that_is_known_and_says_nothing() {
    let mut world = sharing();
    force(&mut world, 0, Some(secs(600)));
    let again = joins_anew(&mut world);
    world.run(secs(4));
    assert_eq!((world.orders(again), overtaken(&world, again)), (0, vec![]));
    assert_eq!(world.steps(again), &[]);
    assert_eq!(forces(&world, 1), 1);
    reset(&mut world, 1);
    world.run(secs(1));
    assert_eq!(world.steps(again), [reset_by("pod-1")]);
}

#[test]
fn who_joins_with_an_order_that_was_overtaken_is_told_so() {
    let mut world = sharing();
    world.cut.insert(0);
    force(&mut world, 0, Some(secs(600)));
    let again = joins_anew(&mut world);
    world.cut.insert(again);
    world.run(secs(7));
    force(&mut world, 1, Some(secs(300)));
    world.cut.remove(&again);
    world.run(secs(4));
    assert!(matches!(world.steps(again), [Step::Forced(..)]), "{:?}", world.steps(again));
    assert_eq!(overtaken(&world, again), ["pod-1"]);
}
