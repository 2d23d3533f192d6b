//! What people are shown of outages and of a membership.

use core::time::Duration;

use super::world::{World, subject, x};
use super::{ms, secs};
use crate::engine::Gone;
use crate::member::{Input, Known};
use crate::wire::{MOST_TIME, Message, Outage, Phase, State, Text, View, Why};

fn known(world: &World, number: usize) -> &Known {
    &world.all[number].known[&x()]
}

#[test]
fn all_are_shown_who_opened_who_tries_and_who_has_found_it_well() {
    let mut world = World::of(3);
    world.open(0);
    world.run(ms(50));
    for number in 0..3 {
        let Known { outage, .. } = known(&world, number);
        assert_eq!((outage.opened_by.as_str(), outage.openers), ("pod-0", 1));
        let left = |time| time > ms(9800) && time <= secs(10);
        assert!(left(outage.suspected), "{outage:?}");
        assert!(matches!(outage.phase, Phase::Waiting { rest } if left(rest)), "{outage:?}");
    }
    for number in 1..3 {
        world.open(number);
    }
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    for number in 0..3 {
        let Known { by, outage, by_self, .. } = known(&world, number);
        assert!(matches!(outage.phase, Phase::Leased { .. }), "{outage:?}");
        assert_eq!(by.as_str(), format!("pod-{holder}"));
        assert_eq!((outage.opened_by.as_str(), *by_self), ("pod-0", number == holder));
        let status = world.all[number].member.status(world.now);
        assert_eq!(status.leases, u32::from(number == holder));
    }
    world.trial_ends(holder, true);
    world.run(ms(50));
    for number in 0..3 {
        let Known { by, outage, .. } = known(&world, number);
        assert!(matches!(outage.phase, Phase::Closed { .. }), "{outage:?}");
        assert_eq!(by.as_str(), format!("pod-{holder}"));
        assert_eq!(outage.opened_by.as_str(), "pod-0");
        assert_eq!(world.all[number].member.status(world.now).leases, 0);
    }
}

#[test]
fn of_several_with_one_name_each_knows_what_it_did_itself() {
    let mut world = World::with(3, |_, config| config.instance = Text::new("pod"));
    let own = |world: &World| {
        let known = (0..3).map(|number| known(world, number));
        known.map(|known| (known.opened_by_self, known.by_self)).collect::<Vec<_>>()
    };
    world.open(1);
    world.run(ms(50));
    assert_eq!(own(&world), [(false, false), (true, false), (false, false)]);
    world.open(0);
    world.open(2);
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    let is = |number| (number == 1, number == holder);
    assert_eq!(own(&world), [0, 1, 2].map(is), "{holder} tries");
    world.trial_ends(holder, true);
    world.run(ms(50));
    assert_eq!(own(&world), [0, 1, 2].map(is), "{holder} has said so");
    for number in 0..3 {
        while world.fake(number).open || world.trying().contains(&number) {
            assert!(world.now < secs(60));
            world.run(ms(10));
            if world.call(number) {
                world.trial_ends(number, true);
            }
        }
    }
    world.open(2);
    world.run(ms(50));
    assert_eq!(own(&world), [(false, false), (false, false), (true, false)], "the next outage");
}

#[test]
fn nothing_is_shown_once_it_is_over() {
    let mut world = World::of(2);
    world.open(0);
    world.run(secs(1));
    assert_eq!(world.all[1].known.len(), 1);
    world.run(secs(30));
    assert!(world.all[1].known.is_empty(), "{:?}", world.all[1].known);
    assert_eq!(world.all[0].known.len(), 1, "its circuit is still open");
}

#[test]
fn nothing_is_shown_while_away_and_all_of_it_afterwards() {
    let mut world = World::of(2);
    world.open(0);
    world.run(ms(100));
    world.input(1, Input::Disconnected { why: Gone::new("cut") });
    assert!(world.all[1].known.is_empty());
    world.input(1, Input::Connected);
    world.run(ms(100));
    assert!(matches!(known(&world, 1).outage.phase, Phase::Waiting { .. }));
    world.engine.wipe();
    world.run(secs(3));
    assert!(world.all[1].known.is_empty(), "the engine knows of none");
}

#[test]
fn what_is_gone_is_not_shown() {
    let mut world = World::of(2);
    world.open(0);
    world.run(ms(100));
    world.open(1);
    world.all[1].circuits.all.clear();
    world.run(secs(15));
    assert!(world.all[1].known.is_empty());
}

const AGES: Duration = secs(1_000_000_000);

/// Somebody says so who may publish.
fn is_said(world: &mut World, version: u64, phase: Phase) {
    let outage = Outage {
        phase,
        suspected: AGES,
        round: 7,
        after_trial: false,
        openings: u32::MAX,
        openers: u32::MAX,
        opened_by: Text::default(),
        why: Why { reason: Text::new(&"x".repeat(9999)), failures: 1, calls: 1 },
    };
    let view = View {
        subject: subject(""),
        version,
        by: Text::new(&"y".repeat(9999)),
        state: State::Outage(outage),
    };
    world.input(0, Input::Pushed(Message { views: vec![view] }));
}

#[test]
fn what_is_shown_is_bounded() {
    let mut world = World::of(1);
    is_said(&mut world, 7, Phase::Waiting { rest: AGES });
    let Known { outage, .. } = known(&world, 0);
    assert_eq!((outage.suspected, outage.openers), (secs(10), 1));
    assert!(matches!(outage.phase, Phase::Waiting { rest } if rest == MOST_TIME), "{outage:?}");
}

#[test]
fn who_has_found_nothing_well_has_said_so_in_no_version() {
    let mut world = World::of(1);
    is_said(&mut world, 0, Phase::Closed { ago: ms(5) });
    assert!(!known(&world, 0).by_self);
}

#[test]
fn messages_are_counted() {
    let mut world = World::of(1);
    let before = world.all[0].member.status(world.now).traffic;
    assert!(before.sent >= 4 && before.received == before.sent, "{before:?}");
    world.open(0);
    world.run(ms(100));
    let after = world.all[0].member.status(world.now).traffic;
    let syncs_at_most = 1;
    assert!((1..=1 + syncs_at_most).contains(&(after.sent - before.sent)), "{after:?}");
    assert_eq!(after.received - before.received, after.sent - before.sent + 1, "its own message");
}

#[test]
fn who_else_is_there_is_asked_for_while_somebody_looks() {
    let mut world = World::with(3, |number, config| {
        config.zone = Text::new(if number == 2 { "eu" } else { "" });
    });
    // Once for their names.
    let asked = |world: &World| world.all[0].asked - 1;
    world.run(secs(60));
    assert_eq!((asked(&world), world.all[0].syncs / 10), (0, 6));
    world.input(0, Input::Looked);
    world.run(ms(50));
    let others = world.all[0].others.clone();
    let named = others.iter().map(|peer| (peer.instance.as_str(), peer.zone.as_str()));
    assert_eq!(named.collect::<Vec<_>>(), [("pod-1", ""), ("pod-2", "eu")]);
    assert!(others.iter().all(|peer| peer.seen < ms(1100)), "{others:?}");
    world.run(secs(60));
    let times = asked(&world);
    assert!((6..=8).contains(&times), "{times} times in half a minute");
    for _ in 0..60 {
        world.input(0, Input::Looked);
        world.run(secs(1));
    }
    let times = asked(&world) - times;
    assert!((10..=16).contains(&times), "{times} times in a minute");
    assert!(world.all[0].syncs <= 190, "beside what is asked anyway");
}

#[test]
fn the_own_zones_trouble_is_shown_before_anothers() {
    let mut world = World::with(3, |number, config| {
        config.zone = Text::new(if number == 0 { "a" } else { "b" });
    });
    world.open(1);
    world.run(ms(50));
    assert_eq!(known(&world, 0).zone.as_str(), "b", "it is what makes its circuit suspicious");
    assert!(known(&world, 0).elsewhere && !known(&world, 2).elsewhere);
    world.open(0);
    world.run(ms(50));
    assert_eq!(known(&world, 0).zone.as_str(), "a");
    assert_eq!(known(&world, 2).zone.as_str(), "b");
    // The other zone's trouble goes on, and says nothing here as long as there is some.
    world.run(secs(11));
    assert!(world.call(1));
    world.run(ms(50));
    assert_eq!(known(&world, 0).zone.as_str(), "a");
    assert!(world.call(0));
    world.trial_ends(0, true);
    world.run(ms(50));
    assert!(matches!(known(&world, 0).outage.phase, Phase::Closed { .. }));
    world.trial_ends(1, false);
    world.run(ms(50));
    assert_eq!(known(&world, 0).zone.as_str(), "b", "its own is over");
    assert!(known(&world, 0).elsewhere);
}

#[test]
fn who_looks_sees_how_many_are_open_though_no_change_tells_of_it() {
    let mut world = World::of(4);
    let seen = |world: &World, number| {
        let Known { outage, members, .. } = known(world, number);
        (outage.openers, *members)
    };
    world.open(0);
    world.run(ms(50));
    for number in [1, 2] {
        world.open(number);
        world.run(ms(50));
    }
    // Whoever opens is told how many are open, and others are not.
    assert_eq!(seen(&world, 0), (1, 4));
    assert_eq!([1, 2].map(|number| seen(&world, number).0), [2, 3]);
    assert_eq!(seen(&world, 3), (1, 4));
    world.input(3, Input::Looked);
    world.run(ms(50));
    assert_eq!(seen(&world, 3), (3, 4));
    world.open(3);
    world.run(ms(50));
    world.input(0, Input::Looked);
    world.run(ms(50));
    assert_eq!(seen(&world, 0), (4, 4));
}
