//! One tries, for all.

use super::circuits::Step;
use super::world::{World, outage};
use super::{ms, secs};
use crate::member::{Origin, What};
use crate::wire::{Phase, Request, Why};

pub(super) fn leases(world: &World) -> usize {
    let requests = world.all.iter().flat_map(|process| &process.sent);
    requests.filter(|request| matches!(request, Request::Lease { .. })).count()
}

#[test]
fn one_of_all_tries_and_not_before_the_open_time_is_over() {
    let mut world = outage();
    let opened = world.now - secs(1);
    let holder = world.first_trial(secs(12)).unwrap();
    assert!(world.now - opened >= secs(10), "{:?}", world.now - opened);
    assert!(world.now - opened <= ms(10_250), "{:?}", world.now - opened);
    assert_eq!(world.trying(), [holder]);
    for _ in 0..100 {
        world.run(ms(20));
        for number in (0..5).filter(|number| *number != holder) {
            assert!(!world.call(number));
        }
    }
    world.trial_ends(holder, false);
    world.run(ms(50));
    assert!(world.trying().is_empty());
    for number in 0..5 {
        let left = world.fake(number).until - world.now;
        assert!(left > ms(9900) && left <= ms(10_200), "{number}: {left:?}");
        assert_eq!(world.fake(number).openings, 2);
    }
}

#[test]
fn many_rounds_have_one_trial_each() {
    let mut world = outage();
    let mut turns = [0; 5];
    for round in 1..=30 {
        world.first_trial(secs(12)).unwrap();
        world.run(ms(100));
        let phase = world.outage("").unwrap().phase;
        for number in world.trying() {
            // Ten rounds of others are the end of patience; its own are none of them.
            let waited = round - turns[number];
            let has_lease =
                matches!(phase, Phase::Leased { holder, .. } if holder.0 == number as u64 + 1);
            assert!(has_lease || waited > 10, "{number} in round {round}: {turns:?}");
            turns[number] = round;
            world.trial_ends(number, false);
        }
    }
}

#[test]
fn the_first_grant_silences_the_others() {
    let mut world = outage();
    world.first_trial(secs(12)).unwrap();
    world.run(ms(300));
    assert!(leases(&world) <= 3, "{}", leases(&world));
}

#[test]
fn a_wiped_engine_still_grants_one() {
    let mut world = outage();
    world.run(secs(5));
    world.engine.wipe();
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(500));
    for number in (0..5).filter(|number| *number != holder) {
        assert!(!world.call(number));
    }
    world.trial_ends(holder, false);
    world.run(ms(50));
    let outage = world.outage("").unwrap();
    assert_eq!(outage.openings, 2);
    assert!(matches!(outage.phase, Phase::Waiting { .. }));
}

#[test]
fn a_hung_engine_delays_no_trial() {
    let mut world = outage();
    world.run(secs(8));
    world.hung = true;
    for number in 0..5 {
        world.call(number);
    }
    world.run(ms(1450));
    for number in 0..5 {
        assert!(world.call(number), "{number}: {:?}", world.steps(number));
    }
    assert!(world.steps(0).iter().any(|step| matches!(step, Step::Held(_))));
}

#[test]
fn what_somebody_opened_by_hand_is_held_by_nobody() {
    let mut world = World::of(2);
    world.fake(0).open = true;
    let what = What::Opened { first: true, why: Why::default() };
    world.happens(0, what, Origin::Hand);
    world.open(1);
    world.run(secs(30));
    assert!(world.steps(0).is_empty(), "{:?}", world.steps(0));
}

#[test]
fn open_times_are_jittered_by_the_member_as_the_circuit_says() {
    let mut world = World::of(30);
    let mut jitters = std::collections::BTreeSet::new();
    for number in 0..30 {
        world.fake(number).settings.jitter = 200;
        world.open(number);
        world.run(ms(20));
        let [Request::Trip { terms, .. }] = &world.all[number].sent[..] else { panic!() };
        assert!((800..=1200).contains(&terms.jitter));
        jitters.insert(terms.jitter);
    }
    assert!(jitters.len() > 15);
}
