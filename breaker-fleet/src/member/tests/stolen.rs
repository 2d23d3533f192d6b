//! Turns that are taken away: somebody who may write to the engine, or publish, says that the
//! circuit's own trial has failed, or that it never had the lease.

use core::time::Duration;

use super::world::{World, subject};
use super::{ms, secs};
use crate::wire::{Batch, MemberId, Phase, Request, Subject, Terms, Text, Why};

/// How long after it opened the circuit is free, which is open for ten seconds and called each
/// 100 ms, while whoever gets the lease loses it so.
fn free_after(steal: impl Fn(&mut World)) -> Duration {
    let mut world = World::of(1);
    world.open(0);
    let opened = world.now;
    while !world.call(0) {
        world.run(ms(10));
        if matches!(world.outage("").map(|it| it.phase), Some(Phase::Leased { .. })) {
            steal(&mut world);
        }
        world.run(ms(90));
        assert!(world.now - opened < secs(300), "never");
    }
    world.now - opened
}

/// The same, while somebody else gets the lease as soon as anybody may, and loses it so.
fn free_after_others(steal: impl Fn(&mut World)) -> Duration {
    let mut world = World::of(1);
    world.open(0);
    let opened = world.now;
    while !world.call(0) {
        match world.outage("").map(|it| it.phase) {
            Some(Phase::Leased { .. }) => steal(&mut world),
            Some(Phase::Waiting { rest }) if rest < ms(100) => world.elsewhere(lease),
            _ => {}
        }
        world.run(ms(50));
        assert!(world.now - opened < secs(300), "never");
    }
    world.now - opened
}

fn lease(subject: Subject, terms: Terms) -> Request {
    let (by, opened_by) = (Text::default(), Text::default());
    Request::Lease { subject, terms, opened_ago: secs(1), by, opened_by, why: Why::default() }
}

#[test]
fn a_round_that_is_written_while_others_have_the_lease_costs_two_open_times() {
    for open in [secs(1), secs(10), secs(10_000)] {
        is_patient(free_after_others(|world| world.write_round(open)));
        is_patient(free_after_others(|world| world.lie(Phase::Waiting { rest: open })));
    }
}

/// Its own open time, two more, and an answer that is waited for.
fn is_patient(free: Duration) {
    assert!(free > secs(10) && free < ms(30_500), "{free:?}");
}

#[test]
fn a_round_that_is_written_while_it_has_the_lease_costs_two_open_times() {
    for open in [secs(1), secs(10), secs(10_000)] {
        is_patient(free_after(|world| world.write_round(open)));
    }
}

#[test]
fn a_round_that_is_only_published_while_it_has_the_lease_costs_two_open_times() {
    for rest in [secs(1), secs(10), secs(10_000)] {
        is_patient(free_after(|world| world.lie(Phase::Waiting { rest })));
    }
}

#[test]
fn a_failure_that_is_told_in_its_name_costs_two_open_times() {
    for open_for in [secs(1), secs(10), secs(100)] {
        is_patient(free_after(|world| fails_in_the_name_of_the_first(world, open_for)));
    }
}

fn fails_in_the_name_of_the_first(world: &mut World, open_for: Duration) {
    let terms = Terms { open_for, max_open_for: None, jitter: 1000, openings: 0 };
    let failed = Request::Failed {
        subject: subject(""),
        terms,
        by: Text::default(),
        opened_by: Text::default(),
        why: Why::default(),
    };
    let batch = Batch { member: MemberId(1), void_after: None, requests: vec![failed] };
    let ran = world.engine.run_at(world.engine_time(), &batch).unwrap();
    world.publish(ran.message);
}

/// Its trial fails, and it is told of that by a push before the answer comes: no turn was stolen,
/// and the others' open time is waited for.
#[test]
fn its_own_failure_takes_nothing_from_it() {
    let mut world = World::of(1);
    world.open(0);
    for _ in 0..30 {
        let opened = world.now;
        assert_eq!(world.first_trial(secs(12)), Some(0));
        assert!(world.now - opened > ms(9900), "{:?}", world.now - opened);
        world.run(ms(100));
        world.trial_ends(0, false);
    }
}
