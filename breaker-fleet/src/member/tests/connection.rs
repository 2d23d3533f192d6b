//! Away and back, deaf, stopped, wiped.

use super::circuits::Step;
use super::world::{Process, World, subject, x};
use super::{ms, secs};
use crate::engine::Gone;
use crate::member::{FleetEvent, Input, Output};
use crate::wire::{
    EngineTime, MOST, Message, Outage, Phase, Reply, Request, State, Synced, Text, View, Why,
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
        world.input(0, Input::Disconnected { why: "refused".to_owned() });
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
    let y = crate::wire::Name::new("y");
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
    let event =
        crate::member::LocalEvent { name: y.clone(), what, origin: crate::member::Origin::Own };
    world.input(0, Input::Local(event));
    world.run(ms(20));
    assert_eq!(world.all[1].circuits.all[&y].steps.len(), 1);
    assert!(world.steps(1).is_empty());
    world.run(ms(1100));
    assert_eq!(world.steps(1).len(), 1);
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
fn a_page_is_followed_by_the_next_at_once() {
    let mut world = World::of(1);
    let names: Vec<_> = (0..700).map(|n| crate::wire::Name::new(&format!("n{n}"))).collect();
    for name in &names {
        world.all[0].circuits.add(name.clone());
        let what = crate::member::What::Opened { first: true, why: super::world::why() };
        let event = crate::member::LocalEvent {
            name: name.clone(),
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
    world.run(ms(100));
    let circuits = &world.all[late].circuits.all;
    assert!(names.iter().all(|name| circuits[name].steps.len() == 1));
    assert!(circuits[&x()].steps.is_empty());
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
    member.handle(now, Input::Disconnected { why: "cut".to_owned() }, circuits);
    let late = Input::Answered { id, result: Err(Gone::new("reset")) };
    assert!(member.handle(now, late, circuits).is_empty());
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
fn an_older_answer_says_nothing_beside_a_newer_push() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(11));
    assert_eq!(world.all[0].open.len(), 1, "the trip is under way");
    let outage = Outage {
        phase: Phase::Waiting { rest: secs(5) },
        suspected: secs(5),
        round: MOST / 2,
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
    assert!(told <= 6, "{told}");
    let syncs = world.all[0].syncs - syncs;
    assert!(syncs <= 20, "{syncs}");
}

#[test]
fn a_member_that_leaves_gives_a_lease_back_that_it_has_only_asked_for() {
    let mut world = World::of(1);
    world.open(0);
    world.call(0);
    while !matches!(world.all[0].sent.last(), Some(Request::Lease { .. })) {
        world.run(ms(1));
        assert!(world.now < secs(20));
    }
    world.input(0, Input::Leave);
    world.all[0].stopped = true;
    world.run(ms(20));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
}

#[test]
fn of_a_key_that_has_gone_nothing_is_kept() {
    let mut world = World::of(1);
    world.open(0);
    world.run(secs(12));
    world.all[0].circuits.all.remove(&x());
    world.run(secs(30));
    assert!(world.all[0].member.cases.names().is_empty());
}
