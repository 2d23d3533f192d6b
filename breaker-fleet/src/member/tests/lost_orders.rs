//! Orders of people that the engine has lost.

use super::circuits::Step;
use super::control::{force, reset, reset_by, sharing};
use super::world::World;
use super::{forced, ms, secs};
use crate::member::Origin;
use crate::wire::{Part, Subject};

fn late(world: &mut World) -> usize {
    world.add(|config| config.share_control = true)
}

/// All circuits are forced by the first member's people, and their members know it.
fn forced_for_all(world: &mut World) {
    force(world, 0, Some(secs(600)));
    for number in [1, 2] {
        world.fake(number).forced = true;
        world.happens(number, forced(Some(secs(600)), "migration"), Origin::Fleet);
    }
    world.run(secs(1));
    (0..3).for_each(|number| world.fake(number).steps.clear());
}

/// Nothing was done to these.
fn are_left_alone(world: &mut World, numbers: &[usize]) {
    for number in numbers {
        assert_eq!(world.steps(*number), &[], "{number}");
    }
}

fn control() -> Subject {
    Subject { name: super::world::x(), part: Part::Control }
}

#[test]
fn who_starts_after_a_wipe_is_forced_for_the_rest_of_the_time_and_nobody_anew() {
    for first_leaves in [false, true] {
        let mut world = sharing();
        forced_for_all(&mut world);
        world.run(secs(100));
        if first_leaves {
            world.cut.insert(0);
        }
        world.engine.wipe();
        world.run(secs(3));
        let late = late(&mut world);
        world.run(secs(1));
        let [Step::Forced(_, rest, by, note)] = world.steps(late) else {
            panic!("{:?}", world.steps(late))
        };
        assert_eq!((&by[..], &note[..]), ("pod-0", "migration"));
        assert!(*rest > secs(494) && *rest < secs(497), "{rest:?}");
        are_left_alone(&mut world, &[0, 1, 2]);
        world.run(secs(100));
        are_left_alone(&mut world, &[0, 1, 2]);
    }
}

#[test]
fn a_record_that_was_lost_alone_comes_back_too() {
    let mut world = sharing();
    forced_for_all(&mut world);
    world.engine.evict(&control());
    world.run(secs(25));
    assert!(world.engine.record(&control()).is_some());
    are_left_alone(&mut world, &[0, 1, 2]);
}

#[test]
fn a_wipe_that_nobody_notices_is_made_good() {
    let mut world = sharing();
    forced_for_all(&mut world);
    world.engine.wipe();
    // Later than what was seen: so the engine seems to know more than before.
    world.open(1);
    world.run(secs(25));
    assert!(world.engine.record(&control()).is_some());
}

#[test]
fn who_was_away_is_released_though_the_engine_was_wiped_meanwhile() {
    let mut world = sharing();
    forced_for_all(&mut world);
    world.cut.insert(1);
    world.run(secs(10));
    reset(&mut world, 0);
    world.run(secs(20));
    world.fake(2).forced = false;
    world.fake(2).steps.clear();
    world.engine.wipe();
    // Whoever comes back first finds nothing, and tells what it knows.
    world.cut.extend([0, 2]);
    world.run(secs(3));
    world.cut.remove(&1);
    world.run(secs(20));
    are_left_alone(&mut world, &[1]);
    world.cut.clear();
    world.run(secs(10));
    assert_eq!(world.steps(1), [reset_by("pod-0")]);
    are_left_alone(&mut world, &[0, 2]);
}

#[test]
fn an_older_replica_undoes_no_order() {
    let mut world = sharing();
    forced_for_all(&mut world);
    let replica = world.engine.clone();
    world.run(secs(20));
    reset(&mut world, 1);
    world.run(ms(100));
    for number in 0..3 {
        world.fake(number).forced = false;
        world.fake(number).steps.clear();
    }
    world.engine = replica;
    world.run(secs(5));
    are_left_alone(&mut world, &[0, 1, 2]);
    let late = late(&mut world);
    world.run(secs(1));
    assert_eq!(world.steps(late), &[]);
}

#[test]
fn what_all_know_is_told_anew_now_and_then_and_is_no_news() {
    let mut world = sharing();
    forced_for_all(&mut world);
    let version = |world: &World| world.engine.record(&control()).unwrap().version;
    let (before, sent) = (version(&world), |world: &World| world.all[1].sent.len());
    let told = sent(&world);
    world.run(secs(300));
    assert!((10..=40).contains(&(sent(&world) - told)), "{}", sent(&world) - told);
    assert_eq!(version(&world), before);
    // Until nobody can be forced any more.
    world.run(secs(3400));
    let told = sent(&world);
    world.run(secs(300));
    assert_eq!(sent(&world), told);
}
