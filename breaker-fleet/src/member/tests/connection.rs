//! Away and back, deaf, stopped, wiped.

use super::circuits::Step;
use super::world::{Process, World, subject};
use super::{ms, secs};
use crate::engine::Gone;
use crate::member::{FleetEvent, Input, Output};
use crate::wire::{
    EngineTime, MOST, Message, Outage, Phase, Reply, State, Synced, Text, View, Why,
};

#[test]
fn one_sync_a_second_and_nothing_else() {
    let mut world = World::of(3);
    let before = world.all[0].syncs;
    world.run(secs(100));
    let syncs = world.all[0].syncs - before;
    assert!((95..=106).contains(&syncs), "{syncs}");
    assert!(world.all[0].sent.is_empty());
    assert_eq!(world.engine.records().count(), 0);
}

#[test]
fn an_episode_is_told_once() {
    let mut world = World::of(2);
    assert!(matches!(world.all[0].told[..], [FleetEvent::Joined { .. }]));
    world.hung = true;
    world.run(secs(20));
    for _ in 0..5 {
        world.input(0, Input::Disconnected { why: Gone::new("refused") });
    }
    assert_eq!(world.all[0].told.len(), 2);
    assert!(matches!(&world.all[0].told[1], FleetEvent::Away { .. }));
    let status = world.all[0].member.status(world.now);
    let away = status.away.unwrap();
    assert_eq!(away.why, "refused");
    assert!(away.lasted > secs(18));
    world.hung = false;
    world.run(secs(2));
    let Some(FleetEvent::Joined { after, .. }) = world.all[0].told.last() else { panic!() };
    assert!(*after > secs(18));
    assert_eq!(world.all[0].member.status(world.now).away, None);
}

#[test]
fn a_hung_engine_is_noticed_within_two_seconds() {
    let mut world = World::of(1);
    world.hung = true;
    world.run(ms(1600));
    assert!(matches!(world.all[0].told.last(), Some(FleetEvent::Away { .. })));
}

#[test]
fn a_process_that_slept_acts_on_nothing_stale() {
    let mut world = World::of(2);
    world.all[1].stopped = true;
    world.open(0);
    world.run(secs(12));
    world.first_trial(secs(2)).unwrap();
    world.trial_ends(0, true);
    world.run(secs(80));
    world.go_on(1);
    world.run(secs(3));
    assert!(world.steps(1).iter().all(|step| *step == Step::Trusted), "{:?}", world.steps(1));
}

#[test]
fn what_a_stopped_engine_runs_later_is_void() {
    let mut world = World::of(2);
    world.open(0);
    world.clock += 3_000_000;
    world.run(ms(12));
    assert_eq!(world.engine.records().count(), 0);
    // The answer said what time it is: still news, so it is told again.
    world.run(ms(50));
    assert_eq!(world.engine.records().count(), 1);
}

#[test]
fn what_happened_while_away_is_told_within_a_second_or_never() {
    for (away, told) in [(ms(500), true), (ms(1500), false)] {
        let mut world = World::of(2);
        world.hung = true;
        world.run(ms(1600));
        world.open(0);
        world.run(away);
        world.hung = false;
        world.run(ms(300));
        assert_eq!(world.engine.records().count() == 1, told, "{away:?}");
    }
}

#[test]
fn late_answers_are_none() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(10));
    world.all[0].stopped = true;
    world.run(secs(1));
    world.go_on(0);
    assert!(matches!(world.all[0].told.last(), Some(FleetEvent::Away { .. })));
    world.run(secs(2));
    assert!(matches!(world.all[0].told.last(), Some(FleetEvent::Joined { .. })));
}

#[test]
fn nothing_is_sent_after_a_look_at_all_circuits_that_may_have_taken_long() {
    let mut world = World::of(1);
    let due = world.all[0].member.wakes_at().unwrap();
    let Process { member, circuits, .. } = &mut world.all[0];
    assert!(member.handle(due, Input::Missed, circuits).is_empty());
    assert!(member.wakes_at().is_some_and(|at| at <= due), "at once");
    assert!(matches!(member.handle(due, Input::Tick, circuits)[..], [Output::Send { .. }]));
}

#[test]
fn answers_of_a_connection_that_is_gone_say_nothing() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(10));
    let (now, id) = (world.now, *world.all[0].open.last().unwrap());
    let Process { member, circuits, .. } = &mut world.all[0];
    member.handle(now, Input::Disconnected { why: Gone::new("cut") }, circuits);
    let late = Input::Answered { id, result: Err(Gone::new("reset")) };
    assert!(member.handle(now, late, circuits).is_empty());
}

#[test]
fn an_older_answer_says_nothing_beside_a_newer_push() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(11));
    assert_eq!(world.all[0].open.len(), 1, "the trip is under way");
    let outage = Outage {
        phase: Phase::Waiting { rest: secs(5) },
        suspected: secs(5),
        round: MOST / 2,
        after_trial: false,
        openings: 1,
        openers: 1,
        opened_by: Text::default(),
        why: Why::default(),
    };
    let view = View {
        subject: subject(""),
        version: MOST / 2,
        by: Text::default(),
        state: State::Outage(outage),
    };
    world.input(0, Input::Pushed(Message { views: vec![view] }));
    world.run(ms(5));
    assert!(world.all[0].open.is_empty(), "it was answered");
    let rest = world.fake(0).until - world.now;
    assert!(rest < ms(5300), "{rest:?}");
}

#[test]
fn an_answer_to_a_sync_is_none_to_an_order() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(10));
    let id = *world.all[0].open.last().unwrap();
    let synced =
        Synced { time: EngineTime(1), highest: 1, cursor: 1, members: 1, views: Vec::new() };
    world.input(0, Input::Answered { id, result: Ok(vec![Reply::Synced(synced)]) });
    assert!(matches!(world.all[0].told.last(), Some(FleetEvent::Away { .. })));
}
