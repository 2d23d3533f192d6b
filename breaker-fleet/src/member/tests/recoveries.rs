//! A success anywhere lets everybody's own trials decide.

use super::circuits::Step;
use super::world::{World, subject};
use super::{ms, released, secs};
use crate::member::Origin;
use crate::wire::{Phase, Request};

/// Ten open circuits, one of which has just closed.
fn recovering() -> (World, usize) {
    let mut world = World::of(10);
    for number in 0..10 {
        world.open(number);
    }
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(20));
    world.trial_ends(holder, true);
    (world, holder)
}

#[test]
fn every_open_circuit_goes_half_open_within_half_a_second_not_all_at_once() {
    let (mut world, holder) = recovering();
    world.run(ms(250));
    let half = world.trying().len();
    assert!((1..9).contains(&half), "{half}");
    world.run(ms(300));
    assert_eq!(world.trying().len(), 9);
    assert!(!world.trying().contains(&holder));
}

#[test]
fn own_trials_decide_and_are_neither_claimed_nor_told() {
    let (mut world, _) = recovering();
    world.run(secs(4));
    let before: usize = world.all.iter().map(|process| process.sent.len()).sum();
    for number in world.trying() {
        assert!(world.call(number));
        world.run(ms(10));
        world.trial_ends(number, true);
    }
    world.run(secs(1));
    let after: usize = world.all.iter().map(|process| process.sent.len()).sum();
    assert_eq!(before, after);
    assert!(matches!(world.outage("").unwrap().phase, Phase::Closed { .. }));
}

#[test]
fn a_trip_of_somebody_else_holds_no_recovery_back() {
    let (mut world, holder) = recovering();
    world.run(ms(100));
    let bad = (0..10).find(|number| *number != holder && !world.trying().contains(number)).unwrap();
    world.fake(bad).half_open = None;
    world.open(bad);
    world.run(secs(4));
    assert_eq!(world.trying().len(), 8);
    for number in world.trying() {
        assert!(world.call(number));
        world.trial_ends(number, true);
        assert!(matches!(world.steps(number).last(), Some(Step::Suspected(_))));
    }
}

#[test]
fn it_says_nothing_to_a_circuit_whose_own_trial_failed_afterwards() {
    let (mut world, _) = recovering();
    world.run(secs(4));
    let bad = world.trying()[0];
    world.hung = true;
    world.run(secs(2));
    world.call(bad);
    world.trial_ends(bad, false);
    world.run(secs(2));
    world.hung = false;
    world.run(secs(5));
    assert!(world.fake(bad).open);
}

#[test]
fn a_failure_after_it_is_told() {
    let (mut world, holder) = recovering();
    world.run(secs(4));
    let bad = world.trying()[0];
    world.call(bad);
    world.trial_ends(bad, false);
    world.run(ms(50));
    assert!(matches!(world.all[bad].sent.last(), Some(Request::Trip { first: false, .. })));
    assert!(matches!(world.steps(holder).last(), Some(Step::Suspected(_))));
}

#[test]
fn it_says_nothing_to_a_circuit_that_opened_afterwards() {
    let (mut world, holder) = recovering();
    world.run(secs(5));
    world.all[holder].deaf = true;
    world.hung = true;
    world.run(secs(3));
    world.open(holder);
    world.run(secs(2));
    world.hung = false;
    world.run(secs(4));
    assert!(world.fake(holder).open);
}

#[test]
fn a_success_counts_only_in_the_round_that_it_began_in() {
    let mut world = World::of(3);
    for number in 0..3 {
        world.open(number);
    }
    world.run(secs(30));
    assert!(world.call(0));
    assert!(world.call(1));
    world.run(ms(50));
    world.trial_ends(0, false);
    world.run(ms(50));
    let round = world.outage("").unwrap().round;
    world.trial_ends(1, true);
    world.run(ms(50));
    let outage = world.outage("").unwrap();
    assert_eq!(outage.round, round);
    assert!(matches!(outage.phase, Phase::Waiting { .. }));
    assert!(world.fake(2).open);
}

/// Calls come to all but these, until one is a trial: whose.
fn next_trial_of_others(world: &mut World, but: &[usize]) -> usize {
    for _ in 0..1200 {
        world.run(ms(20));
        let others: Vec<_> = (0..world.all.len()).filter(|number| !but.contains(number)).collect();
        if let Some(trial) = others.into_iter().find(|number| world.call(*number)) {
            return trial;
        }
    }
    panic!("nobody tries");
}

#[test]
fn a_success_counts_only_in_its_own_round_while_a_later_one_tries() {
    let mut world = World::of(3);
    (0..3).for_each(|number| world.open(number));
    let slow = world.first_trial(secs(12)).unwrap();
    let failed = next_trial_of_others(&mut world, &[slow]);
    world.run(ms(50));
    world.trial_ends(failed, false);
    let third = next_trial_of_others(&mut world, &[slow]);
    world.run(ms(50));
    world.trial_ends(slow, true);
    world.run(ms(50));
    let phase = world.outage("").unwrap().phase;
    assert!(matches!(phase, Phase::Leased { holder, .. } if holder.0 == third as u64 + 1));
    world.trial_ends(third, true);
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Closed { .. }));
}

#[test]
fn a_lease_that_came_over_a_trial_of_an_earlier_round_goes_back_with_its_success() {
    let mut world = World::of(2);
    (0..2).for_each(|number| world.open(number));
    let slow = world.first_trial(secs(12)).unwrap();
    let failed = next_trial_of_others(&mut world, &[slow]);
    world.run(ms(50));
    world.trial_ends(failed, false);
    for _ in 0..600 {
        world.run(ms(20));
        world.call(slow);
    }
    let phase = world.outage("").unwrap().phase;
    assert!(matches!(phase, Phase::Leased { holder, .. } if holder.0 == slow as u64 + 1));
    world.trial_ends(slow, true);
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
}

#[test]
fn a_success_that_was_not_told_yet_ends_with_the_next_opening() {
    let mut world = World::of(2);
    (0..2).for_each(|number| world.open(number));
    world.run(secs(30));
    assert!(world.call(0));
    world.trial_ends(0, true);
    world.open(0);
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
    world.run(secs(4));
    assert!(world.fake(1).open, "nobody recovers");
}

#[test]
fn a_success_after_the_lease_has_gone_to_somebody_else_counts() {
    let mut world = World::of(2);
    world.open(0);
    world.open(1);
    let slow = world.first_trial(secs(12)).unwrap();
    for _ in 0..1200 {
        world.run(ms(20));
        if world.call(1 - slow) {
            break;
        }
    }
    assert_eq!(world.trying().len(), 2, "the lease has lapsed over a long trial");
    world.run(ms(20));
    assert!(!world.call(slow), "it admits no more");
    world.trial_ends(slow, true);
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Closed { .. }));
}

#[test]
fn a_trial_faster_than_its_claim_is_told_all_the_same() {
    let mut world = World::of(2);
    world.open(0);
    world.run(secs(30));
    world.engine.evict(&subject(""));
    assert!(world.call(0));
    world.trial_ends(0, true);
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Closed { .. }));
}

#[test]
fn a_reset_by_hand_is_no_success() {
    let mut world = World::of(2);
    world.open(0);
    world.run(ms(50));
    world.fake(0).open = false;
    world.happens(0, released(), Origin::Hand);
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
}
