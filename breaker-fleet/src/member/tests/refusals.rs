//! An engine that answers syncs, and refuses what is ordered.

use super::circuits::Step;
use super::world::World;
use super::{ms, secs};
use crate::engine::{Fault, Gone};
use crate::member::{FleetEvent, Input};
use crate::wire::Text;

/// Two members, of which the second is refused. Its circuit has opened, and so had the first's.
fn refused() -> World {
    let mut world = World::with(2, |_, config| config.engine = Text::new("redis://cache"));
    world.all[1].refused = true;
    world.open(0);
    world.run(secs(2));
    world.fake(1).steps.clear();
    world.open(1);
    world
}

pub(super) fn joins(world: &World, number: usize) -> usize {
    let told = world.all[number].told.iter();
    told.filter(|event| matches!(event, FleetEvent::Joined { .. })).count()
}

#[test]
fn a_member_that_is_refused_is_away_until_an_order_is_carried_out() {
    let mut world = refused();
    world.run(secs(9));
    let why = "redis://cache: it refuses `hset`".to_owned();
    let away = world.all[1].member.status(world.now).away.unwrap();
    let was = format!("was: {why}; trying again in 3s");
    assert_eq!((away.why, away.lasted > secs(8)), (was, true));
    assert_eq!(world.all[1].told[1..], [FleetEvent::Away { why }]);
    world.all[1].refused = false;
    world.run(ms(1300));
    assert_eq!(joins(&world, 1), 1, "nothing was ordered");
    // Its trial fails, which is told.
    assert!(world.call(1));
    world.trial_ends(1, false);
    world.run(ms(50));
    assert_eq!(joins(&world, 1), 2);
    assert_eq!(world.all[1].member.status(world.now).away, None);
    // And what the others have said meanwhile is heard.
    let held = |step: &Step| matches!(step, Step::Held(time) if *time > secs(9));
    assert!(world.steps(1).iter().any(held), "{:?}", world.steps(1));
}

#[test]
fn what_an_engine_forgets_while_it_refuses_is_told() {
    let mut world = World::of(1);
    world.open(0);
    world.run(secs(1));
    world.all[0].refused = true;
    world.fake(0).open = false;
    world.open(0);
    world.run(secs(3));
    world.engine.wipe();
    world.run(secs(3));
    world.all[0].refused = false;
    world.fake(0).open = false;
    world.open(0);
    world.run(secs(1));
    let told = &world.all[0].told[1..];
    assert!(
        matches!(told, [FleetEvent::Away { .. }, FleetEvent::Forgotten, FleetEvent::Joined { .. }]),
        "{told:?}"
    );
}

#[test]
fn circuits_of_a_member_that_is_refused_go_by_their_own_rule() {
    let mut world = refused();
    world.run(ms(50));
    world.fake(1).steps.clear();
    // The first tries, and tries again.
    for _ in 0..3 {
        let first = world.first_trial(secs(11));
        assert!(first.is_some());
        world.trial_ends(first.unwrap(), false);
    }
    world.run(ms(50));
    let held = |step: &Step| matches!(step, Step::Held(_));
    assert!(!world.steps(1).iter().any(held), "{:?}", world.steps(1));
}

#[test]
fn what_is_refused_is_told_again_within_its_second() {
    let mut world = World::of(2);
    world.all[0].refused = true;
    world.open(0);
    world.run(ms(300));
    assert_eq!(world.engine.records().count(), 0);
    world.all[0].refused = false;
    world.run(ms(100));
    assert_eq!(world.engine.records().count(), 1);
    assert!(!world.steps(1).is_empty(), "suspected");
    assert_eq!(joins(&world, 0), 2);
}

#[test]
fn a_doubt_ends_by_itself_and_lasts_longer_when_it_comes_back() {
    let mut world = World::of(1);
    world.all[0].refused = true;
    for (nth, lasts) in [10, 20, 40, 80, 160, 300, 300].into_iter().enumerate() {
        world.fake(0).open = false;
        world.open(0);
        // For a second it is tried again and again.
        world.run(secs(lasts));
        assert_eq!(joins(&world, 0), nth + 1, "after {lasts} s");
        world.run(secs(4));
        assert_eq!(joins(&world, 0), nth + 2, "after {lasts} s");
    }
}

/// The circuit opens, and that is answered so.
fn opens_and_is_answered(world: &mut World, gone: Gone) {
    world.fake(0).open = false;
    world.open(0);
    world.run(ms(10));
    let id = *world.all[0].open.last().unwrap();
    world.all[0].open.remove(&id);
    world.input(0, Input::Answered { id, result: Err(gone) });
}

#[test]
fn who_does_not_answer_an_order_once_is_not_doubted() {
    let mut world = World::of(1);
    for joined in [2, 2] {
        opens_and_is_answered(&mut world, Gone::unanswered());
        world.run(secs(3));
        assert_eq!(joins(&world, 0), joined);
    }
}

#[test]
fn who_refuses_what_each_connection_rehearses_is_believed_as_soon_as_one_is_made() {
    let mut world = World::of(1);
    world.all[0].refused = true;
    opens_and_is_answered(&mut world, Gone::by(Fault::RefusedAtFirst, "READONLY"));
    // Another primary.
    world.all[0].refused = false;
    world.run(ms(60));
    assert_eq!(joins(&world, 0), 2);
    world.run(ms(60));
    assert_eq!(world.engine.records().count(), 1, "told again, there");
}

#[test]
fn who_comes_and_goes_is_told_so_twice_and_then_when_it_stays() {
    let mut world = World::of(1);
    world.run(secs(20));
    let cut = |world: &mut World| {
        world.hung = true;
        world.run(secs(2));
        world.hung = false;
        world.run(secs(4));
    };
    for _ in 0..20 {
        cut(&mut world);
    }
    // The first had held for long.
    assert_eq!(joins(&world, 0), 3);
    world.run(secs(9));
    assert_eq!(joins(&world, 0), 4);
    // One that had held for long again.
    world.run(secs(10));
    cut(&mut world);
    assert_eq!(joins(&world, 0), 5);
}
