//! What a sync finds.

use core::time::Duration;

use super::circuits::Step;
use super::world::{World, x};
use super::{ms, secs};
use crate::member::{FleetEvent, Input};
use crate::wire::{
    Control, MOST, Message, Name, Ordered, Part, Reply, State, Subject, Synced, Text, View,
};

#[test]
fn a_lost_message_is_found_by_the_next_sync() {
    let mut world = World::of(2);
    world.all[1].deaf = true;
    world.open(0);
    world.run(ms(1200));
    assert!(matches!(world.steps(1)[..], [Step::Suspected(_)]));
}

#[test]
fn changes_that_only_syncs_bring_mean_that_the_subscription_is_lost() {
    let mut world = World::of(2);
    world.all[1].deaf = true;
    for _ in 0..3 {
        world.open(0);
        world.run(secs(12));
        world.fake(0).open = false;
    }
    world.all[1].deaf = false;
    let lost = |event: &&FleetEvent| matches!(event, FleetEvent::Unsubscribed);
    assert_eq!(world.all[1].told.iter().filter(lost).count(), 1);
    world.run(secs(2));
    assert!(matches!(world.all[1].told.last(), Some(FleetEvent::Joined { .. })));
}

#[test]
fn a_lost_push_does_not_hide_behind_a_later_one() {
    let mut world = World::of(2);
    let y = Name::new("y");
    for process in &mut world.all {
        process.circuits.add(y.clone());
    }
    let syncs = world.all[1].syncs;
    while world.all[1].syncs == syncs {
        world.run(ms(1));
    }
    world.run(ms(5));
    world.all[1].deaf = true;
    world.open(0);
    world.run(ms(15));
    world.all[1].deaf = false;
    let what = crate::member::What::Opened { first: true, why: super::world::why() };
    let event = crate::member::LocalEvent {
        name: y.clone(),
        id: 0,
        what,
        origin: crate::member::Origin::Own,
    };
    world.input(0, Input::Local(event));
    world.run(ms(20));
    assert_eq!(world.all[1].circuits.all[&y].steps.len(), 1);
    assert!(world.steps(1).is_empty());
    world.run(ms(1100));
    assert_eq!(world.steps(1).len(), 1);
}

/// Who is a moment behind is told by the push, which is on its way: an engine that lists to each of
/// many what it has just pushed to them all is soon behind itself.
#[test]
fn a_sync_leaves_out_what_a_push_may_still_bring() {
    let mut world = World::of(2);
    let until_synced = |world: &mut World| {
        let syncs = world.all[1].syncs;
        while world.all[1].syncs == syncs {
            world.run(ms(1));
        }
    };
    until_synced(&mut world);
    world.run(ms(850));
    world.all[1].deaf = true;
    world.open(0);
    until_synced(&mut world);
    world.run(ms(5));
    assert_eq!(world.engine.records().count(), 1);
    assert!(world.steps(1).is_empty());
    // Lost, it is found by the next.
    until_synced(&mut world);
    world.run(ms(5));
    assert!(matches!(world.steps(1)[..], [Step::Suspected(_)]));
}

#[test]
fn a_wiped_engine_is_told_and_believed() {
    let mut world = World::of(2);
    world.open(0);
    world.run(secs(1));
    world.engine.wipe();
    // The clock of the one that takes over is behind.
    world.clock -= 100_000_000;
    world.run(secs(2));
    assert!(matches!(world.all[1].told.last(), Some(FleetEvent::Forgotten)));
    assert_eq!(world.all[0].sent.len(), 1, "nobody says its own trip again");
    world.fake(1).steps.clear();
    world.fake(0).open = false;
    world.open(0);
    world.run(ms(50));
    assert!(matches!(world.steps(1)[..], [Step::Suspected(_)]));
}

#[test]
fn no_version_makes_a_member_deaf() {
    let mut world = World::of(2);
    world.open(0);
    world.run(ms(50));
    let (subject, record) = world.engine.records().next().unwrap();
    let mut view = View {
        subject: subject.clone(),
        version: record.version,
        by: record.by.clone(),
        state: State::Outage(world.outage("").unwrap()),
    };
    view.version = MOST;
    world.input(1, Input::Pushed(Message { views: vec![view] }));
    world.run(secs(3));
    world.fake(1).steps.clear();
    world.first_trial(secs(10)).unwrap();
    world.trial_ends(0, false);
    world.run(ms(50));
    assert!(matches!(world.steps(1), [.., Step::Suspected(_)]));
}

#[test]
fn a_page_is_followed_by_the_next_soon() {
    let mut world = World::of(1);
    let names: Vec<_> = (0..700).map(|n| Name::new(&format!("n{n}"))).collect();
    for name in &names {
        world.all[0].circuits.add(name.clone());
        let what = crate::member::What::Opened { first: true, why: super::world::why() };
        let event = crate::member::LocalEvent {
            name: name.clone(),
            id: 0,
            what,
            origin: crate::member::Origin::Own,
        };
        world.input(0, Input::Local(event));
    }
    world.run(ms(100));
    assert_eq!(world.engine.records().count(), 700);
    let late = world.add(|_| {});
    for name in &names {
        world.all[late].circuits.add(name.clone());
    }
    // It is answered two milliseconds after it was sent; the engine has six for others.
    world.run(ms(8));
    assert_eq!(world.all[late].syncs, 1);
    world.run(ms(92));
    let circuits = &world.all[late].circuits.all;
    assert!(names.iter().all(|name| circuits[name].steps.len() == 1));
    assert!(circuits[&x()].steps.is_empty());
}

#[test]
fn a_message_before_the_first_list_is_a_reason_to_sync_again() {
    let mut world = World::of(1);
    let late = world.add(|_| {});
    world.run(ms(2));
    assert_eq!(world.all[late].syncs, 1);
    world.input(late, Input::Pushed(Message::default()));
    world.run(ms(3));
    assert_eq!(world.all[late].syncs, 2);
}

#[test]
fn an_engine_that_knows_now_more_now_less_is_asked_once_a_second() {
    let mut world = World::of(1);
    world.hung = true;
    let syncs = world.all[0].syncs;
    let mut more = true;
    for _ in 0..5000 {
        for id in core::mem::take(&mut world.all[0].open) {
            let (cursor, highest) = if more { (1, MOST) } else { (0, 0) };
            let time = world.engine_time();
            let synced = Synced { time, highest, cursor, members: 1, views: Vec::new() };
            world.input(0, Input::Answered { id, result: Ok(vec![Reply::Synced(synced)]) });
            more = !more;
        }
        world.run(ms(1));
    }
    let forgotten = |event: &&FleetEvent| matches!(event, FleetEvent::Forgotten);
    let told = world.all[0].told.iter().filter(forgotten).count();
    assert_eq!(told, 1);
    let syncs = world.all[0].syncs - syncs;
    assert!(syncs <= 20, "{syncs}");
}

#[test]
fn an_engine_that_comes_back_empty_has_forgotten_and_one_that_is_as_it_was_has_not() {
    for (wiped, opened) in [(true, true), (false, true), (true, false)] {
        let mut world = World::of(2);
        if opened {
            world.open(0);
            world.run(secs(1));
        }
        world.hung = true;
        world.run(secs(12));
        if wiped {
            world.engine.wipe();
        }
        world.hung = false;
        world.run(secs(3));
        let told = &world.all[1].told[1..];
        let forgotten = wiped && opened;
        assert!(matches!(told.first(), Some(FleetEvent::Away { .. })), "{told:?}");
        assert_eq!(told[1..told.len() - 1] == [FleetEvent::Forgotten], forgotten, "{told:?}");
        assert_eq!(told.len(), if forgotten { 3 } else { 2 }, "{told:?}");
        assert!(matches!(told.last(), Some(FleetEvent::Joined { .. })), "{told:?}");
    }
}

#[test]
fn versions_that_no_engine_has_are_told_once_in_a_while_and_again_after_an_hour() {
    let mut world = World::of(2);
    let forgotten = |world: &mut World| {
        let told = core::mem::take(&mut world.all[0].told);
        told.iter().filter(|event| matches!(event, FleetEvent::Forgotten)).count()
    };
    for expected in [1, 0, 1] {
        if expected == 1 {
            world.run(secs(3600));
        }
        for _ in 0..100 {
            world.input(0, Input::Pushed(Message { views: vec![of_nobody(MOST)] }));
            world.run(ms(400));
        }
        assert_eq!(forgotten(&mut world), expected);
    }
}

/// What is said of a circuit that is nobody's.
fn of_nobody(version: u64) -> View {
    let subject = Subject { name: Name::new("nobody's"), part: Part::Control };
    let (order, ago, keep) = (Ordered::Released, Duration::ZERO, Duration::ZERO);
    let state =
        State::Control(Control { id: 0, stamp: 0, order, ago, keep, note: Text::default() });
    View { subject, version, by: Text::new("eve"), state }
}
