//! Rounds that nobody was asked for.

use super::leases::leases;
use super::world::{World, outage};
use super::{ms, secs};
use crate::circuits::Trials;
use crate::member::{Input, Origin, What};
use crate::wire::{Phase, Request, Why};

#[test]
fn nobody_asks_without_a_call_and_the_first_call_is_claimed_at_once() {
    let mut world = outage();
    world.run(secs(30));
    assert_eq!(leases(&world), 0);
    assert!(world.call(2));
    world.run(ms(20));
    assert_eq!(leases(&world), 1);
    let outage = world.outage("").unwrap();
    assert!(matches!(outage.phase, Phase::Leased { holder, .. } if holder.0 == 3));
    assert!(!world.call(1));
}

#[test]
fn a_claim_that_comes_second_admits_no_more() {
    let mut world = outage();
    world.run(secs(30));
    assert!(world.call(1));
    assert!(world.call(2));
    world.run(ms(50));
    assert!(!world.call(2), "{:?}", world.steps(2));
    assert!(world.call(1));
}

#[test]
fn a_trial_without_the_lease_is_one_a_process_while_the_answer_is_awaited() {
    let mut world = outage();
    world.run(secs(30));
    world.hung = true;
    assert!(world.call(0));
    assert!(!world.call(0));
    world.run(ms(210));
    assert!(world.call(0), "no call waits longer than that for an engine");

    let mut world = outage();
    world.run(secs(30));
    assert!(world.call(1));
    world.run(ms(5));
    assert!(world.call(1), "granted: the whole round");
}

#[test]
fn a_round_that_no_event_told_of_is_claimed_all_the_same() {
    let mut world = World::of(1);
    world.fake(0).half_open = Some(Trials { in_flight: 1, ended: 0 });
    world.input(0, Input::Missed);
    world.run(ms(120));
    assert!(matches!(world.all[0].sent[..], [Request::Lease { .. }]));
}

/// It was open to all for a while: its first trial makes no event.
#[test]
fn the_first_trial_of_a_circuit_that_is_half_open_is_claimed_soon() {
    for silent in [ms(150), ms(700), secs(60)] {
        let mut world = World::of(1);
        world.fake(0).half_open = Some(Trials::default());
        world.input(0, Input::Missed);
        world.run(silent);
        assert!(world.all[0].sent.is_empty());
        world.fake(0).half_open = Some(Trials { in_flight: 1, ended: 0 });
        world.run((silent / 2).clamp(ms(100), secs(5)) + ms(10));
        let first = world.all[0].sent.first();
        assert!(matches!(first, Some(Request::Lease { .. })), "{silent:?}: {first:?}");
    }
}

#[test]
fn an_event_that_comes_late_costs_no_open_time() {
    let mut world = World::of(1);
    world.open(0);
    world.run(secs(30));
    for events_are_late in [ms(0), ms(1), ms(3)] {
        // The trial has failed before its beginning is told, or before the claim is answered.
        let until = world.now + secs(10);
        let fake = world.fake(0);
        fake.open = true;
        fake.opened += 1;
        fake.until = until;
        fake.half_open = None;
        world.happens(0, What::HalfOpened, Origin::Own);
        world.run(events_are_late);
        assert_eq!(world.fake(0).until, until);
        world.happens(0, What::Opened { first: false, why: Why::default() }, Origin::Own);
        world.run(ms(50));
        let rest = world.fake(0).until - world.now;
        assert!(rest > ms(9900) && rest < ms(10_300), "{rest:?}");
        world.run(secs(30));
    }
}
