//! How long a lease is kept.

use super::world::{World, outage};
use super::{forced, ms, secs};
use crate::circuits::Trials;
use crate::member::{Input, Origin, What};
use crate::wire::{Phase, Request, Why};

#[test]
fn a_lease_is_renewed_while_a_trial_is_in_flight_and_then_taken_over_from_the_dead() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    for _ in 0..100 {
        world.run(ms(50));
        for number in (0..5).filter(|number| *number != holder) {
            assert!(!world.call(number), "{number} after {:?}", world.now);
        }
    }
    world.all[holder].stopped = true;
    let killed = world.now;
    loop {
        world.run(ms(10));
        assert!(world.now - killed < ms(3500), "no trial");
        if (0..5).any(|number| number != holder && world.call(number)) {
            break;
        }
    }
}

#[test]
fn an_unused_lease_is_given_back_and_after_two_anybody_tries() {
    let mut world = outage();
    let mut holders = Vec::new();
    for _ in 0..2 {
        // The holder gets the lease, but calls no more.
        while world.trying().iter().all(|number| holders.contains(number)) {
            world.run(ms(10));
            for number in 0..5 {
                let until = world.fake(number).until;
                let held = world.now < until;
                if held {
                    world.call(number);
                }
            }
            assert!(world.now < secs(40));
        }
        holders = world.trying();
        world.run(ms(1200));
    }
    assert_eq!(world.outage("").unwrap().phase, Phase::Anyone);
    let caller = (0..5).find(|number| !holders.contains(number)).unwrap();
    assert!(world.call(caller));
    world.run(ms(30));
    let phase = world.outage("").unwrap().phase;
    assert!(matches!(phase, Phase::Leased { holder, .. } if holder.0 == caller as u64 + 1));
}

/// Its trials begin and end between two looks.
#[test]
fn a_begun_round_of_short_calls_keeps_the_lease() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    for ended in 1..=4 {
        world.fake(holder).half_open = Some(Trials { in_flight: 0, ended });
        world.run(ms(800));
    }
    let gives_back = |request: &Request| matches!(request, Request::GiveBack { .. });
    assert!(!world.all[holder].sent.iter().any(gives_back));
}

/// Where calls are rare a round of several trials takes long: others try beside it.
#[test]
fn a_begun_round_without_calls_goes_on_and_gives_the_lease_back() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    world.fake(holder).half_open = Some(Trials { in_flight: 0, ended: 1 });
    let began = world.now;
    let gives_back = |request: &Request| matches!(request, Request::GiveBack { .. });
    while !world.all[holder].sent.iter().any(gives_back) {
        world.run(ms(50));
    }
    let kept = world.now - began;
    assert!(kept >= ms(1000) && kept < ms(1200), "{kept:?}");
    world.run(ms(20));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));

    let others = (0..world.all.len()).filter(|number| *number != holder);
    others.for_each(|number| _ = world.call(number));
    world.run(ms(500));
    let phase = world.outage("").unwrap().phase;
    assert!(matches!(phase, Phase::Leased { holder: other, .. } if other.0 != holder as u64 + 1));
    assert!(world.fake(holder).half_open.is_some(), "its own round goes on");
    world.happens(holder, What::Closed, Origin::Own);
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Closed { .. }));
}

#[test]
fn a_forced_circuit_gives_its_lease_back() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    world.fake(holder).forced = true;
    world.happens(holder, forced(None, ""), Origin::Hand);
    world.run(ms(30));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
    assert!(world.first_trial(ms(400)).is_some_and(|next| next != holder));
}

#[test]
fn a_member_that_leaves_gives_its_lease_back() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    world.input(holder, Input::Leave);
    world.all[holder].stopped = true;
    world.run(ms(10));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
}

#[test]
fn a_lease_that_is_granted_after_somebody_took_over_is_given_back() {
    let mut world = outage();
    world.call(0);
    while !matches!(world.all[0].sent.last(), Some(Request::Lease { .. })) {
        world.run(ms(1));
        assert!(world.now < secs(20));
    }
    let what = What::Opened { first: false, why: Why::default() };
    world.happens(0, what, Origin::Hand);
    world.run(ms(20));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
}

#[test]
fn nobody_tries_without_the_lease_once_it_has_lapsed_over_a_long_trial() {
    let mut world = World::of(1);
    world.open(0);
    world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    for _ in 0..450 {
        world.run(ms(50));
        if world.call(0) {
            let phase = world.outage("").unwrap().phase;
            assert!(matches!(phase, Phase::Leased { rest, .. } if rest > ms(0)), "{:?}", world.now);
        }
    }
    let asked = world.all[0].sent.iter().filter(|sent| matches!(sent, Request::Lease { .. }));
    assert_eq!(asked.count(), 2);
}

#[test]
fn a_lease_that_the_engine_forgot_is_claimed_anew() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    world.engine.wipe();
    world.run(secs(2));
    let phase = world.outage("").unwrap().phase;
    assert!(matches!(phase, Phase::Leased { holder: by, .. } if by.0 == holder as u64 + 1));
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
