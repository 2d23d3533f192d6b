//! One tries, for all.

use super::circuits::Step;
use super::world::World;
use super::{ms, secs};
use crate::circuits::Trials;
use crate::member::{Input, Origin, What};
use crate::wire::{Phase, Request, Terms, Text, Why};

/// Five circuits that opened within a second.
fn outage() -> World {
    let mut world = World::of(5);
    for number in 0..5 {
        world.open(number);
        world.run(ms(200));
    }
    world
}

fn leases(world: &World) -> usize {
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
        let Phase::Leased { holder, .. } = world.outage("").unwrap().phase else { panic!() };
        for number in world.trying() {
            // Ten rounds of others are the end of patience; its own are none of them.
            let waited = round - turns[number];
            let has_lease = holder.0 == number as u64 + 1;
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

/// Where calls are rare a round of several trials takes long: others try beside it.
#[test]
fn a_begun_round_without_calls_goes_on_and_gives_the_lease_back() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    world.fake(holder).half_open = Some(Trials { in_flight: 0, succeeded: 1 });
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
fn a_broken_path_does_not_hold_the_others_for_ever() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(50));
    for round in 0..20 {
        let Phase::Waiting { rest } = world.outage("").unwrap().phase else { panic!() };
        world.run(rest - ms(90));
        world.call(0);
        elsewhere_tries(&mut world);
        world.run(ms(150));
        if world.call(0) {
            assert!((10..=15).contains(&round), "{round}");
            world.run(ms(100));
            assert!(world.call(0), "the lease is somebody else's, and it tries all the same");
            return;
        }
        elsewhere_fails(&mut world);
        world.run(ms(50));
    }
    panic!("never");
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
fn a_forced_circuit_gives_its_lease_back() {
    let mut world = outage();
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    world.fake(holder).forced = true;
    let what = What::Forced { to: crate::wire::ForcedTo::Open, time: None, note: Text::default() };
    world.happens(holder, what, Origin::Hand);
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
fn whose_trial_goes_last_lets_the_others_go_first() {
    let mut world = World::of(2);
    world.open(0);
    world.open(1);
    let mut last = None;
    for _ in 0..30 {
        let holder = world.first_trial(secs(12));
        assert!(holder.is_some() && holder != last);
        world.run(ms(100));
        world.trial_ends(holder.unwrap(), false);
        last = holder;
    }
}

#[test]
fn whose_trial_failed_goes_last_however_it_hears_of_it() {
    let mut world = World::of(2);
    world.open(0);
    world.open(1);
    let mut last = None;
    for _ in 0..8 {
        let holder = world.first_trial(secs(12));
        assert!(holder.is_some() && holder != last);
        world.run(ms(100));
        // The answer comes, and the push does not.
        world.all[holder.unwrap()].deaf = true;
        world.trial_ends(holder.unwrap(), false);
        world.run(ms(50));
        world.all[holder.unwrap()].deaf = false;
        last = holder;
    }
}

#[test]
fn patience_also_ends_while_a_trial_hangs() {
    let mut world = World::of(1);
    world.open(0);
    world.first_trial(secs(12)).unwrap();
    while !matches!(world.outage("").unwrap().phase, Phase::Leased { rest, .. } if rest.is_zero()) {
        world.run(ms(50));
    }
    elsewhere_tries(&mut world);
    elsewhere_fails(&mut world);
    world.run(secs(10) - ms(90));
    for _ in 0..20 {
        elsewhere_tries(&mut world);
        world.run(ms(400));
        if world.call(0) {
            elsewhere_fails(&mut world);
            world.run(ms(300));
            assert!(world.call(0), "what others do is not for it");
            return;
        }
        elsewhere_fails(&mut world);
        world.run(secs(10) - ms(90));
        world.call(0);
    }
    panic!("never");
}

fn elsewhere_tries(world: &mut World) {
    world.elsewhere(|subject, terms| Request::Lease {
        subject,
        terms,
        opened_ago: secs(1),
        by: Text::default(),
    });
}

fn elsewhere_fails(world: &mut World) {
    world.elsewhere(|subject, terms| Request::Failed {
        subject,
        terms,
        by: Text::default(),
        why: Why::default(),
    });
}

#[test]
fn trials_that_hang_one_after_the_other_hold_nobody_for_longer_than_a_round() {
    let mut world = outage();
    world.first_trial(secs(12)).unwrap();
    let began = world.now;
    while world.trying().len() < 5 {
        world.run(ms(50));
        for number in 0..5 {
            if !world.trying().contains(&number) {
                world.call(number);
            }
        }
        assert!(world.now - began < ms(14_500), "{:?}", world.trying());
    }
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
    for _ in 0..300 {
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
fn a_wait_for_longer_than_ten_open_times_ends_in_a_trial() {
    let mut world = World::of(1);
    world.elsewhere(|subject, _| Request::Trip {
        subject,
        terms: Terms { open_for: secs(10_000), max_open_for: None, jitter: 1000, openings: 0 },
        first: true,
        by: Text::default(),
        why: Why::default(),
    });
    world.open(0);
    for _ in 0..3 {
        let opened = world.now;
        world.first_trial(secs(200)).unwrap();
        let waited = world.now - opened;
        assert!(waited >= ms(99_600) && waited < ms(100_400), "{waited:?}");
        world.run(ms(300));
        assert!(world.call(0), "it tries for itself");
        world.trial_ends(0, false);
    }
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
fn a_round_that_no_event_told_of_is_claimed_all_the_same() {
    let mut world = World::of(1);
    world.fake(0).half_open = Some(Trials { in_flight: 1, succeeded: 0 });
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
        world.fake(0).half_open = Some(Trials { in_flight: 1, succeeded: 0 });
        world.run((silent / 2).clamp(ms(100), secs(5)) + ms(10));
        let first = world.all[0].sent.first();
        assert!(matches!(first, Some(Request::Lease { .. })), "{silent:?}: {first:?}");
    }
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
