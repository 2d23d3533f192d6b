//! What a member tells that was away, and what it tells an engine that has forgotten.

use super::world::{World, subject, why, x};
use super::{ms, secs};
use crate::circuits::{Origin, What};
use crate::member::Known;
use crate::wire::{Phase, Request, Terms, Text, Why};

fn known(world: &World, number: usize) -> &Known {
    &world.all[number].known[&x()]
}

/// Lets calls come until one is a trial, and lets it succeed or fail.
fn tries(world: &mut World, number: usize, well: bool) {
    let end = world.now + secs(30);
    while !world.call(number) {
        assert!(world.now < end, "{number} tries");
        world.run(ms(20));
    }
    world.trial_ends(number, well);
}

#[test]
fn who_recovered_while_nobody_could_be_told_says_so_upon_return() {
    let mut world = World::of(3);
    (0..3).for_each(|number| world.open(number));
    world.run(ms(100));
    world.hung = true;
    world.run(secs(9));
    (0..3).for_each(|number| tries(&mut world, number, true));
    world.run(secs(20));
    world.hung = false;
    world.run(ms(300));
    for number in 0..3 {
        let outage = &known(&world, number).outage;
        assert!(matches!(outage.phase, Phase::Closed { .. }), "{number}: {outage:?}");
        assert!(outage.suspected.is_zero());
        let Phase::Closed { ago } = outage.phase else { unreachable!() };
        assert!(ago > secs(19), "{number}: {ago:?}");
    }
    let told = |request: &&Request| matches!(request, Request::Closed { .. });
    let told: usize =
        world.all.iter().map(|process| process.sent.iter().filter(told).count()).sum();
    assert!(told <= 3, "each says it once: {told}");
}

#[test]
fn a_success_says_nothing_of_what_has_failed_since() {
    let mut world = World::of(2);
    (0..2).for_each(|number| world.open(number));
    world.run(ms(100));
    world.cut.insert(0);
    world.run(secs(9));
    tries(&mut world, 0, true);
    tries(&mut world, 1, false);
    world.run(ms(100));
    world.cut.remove(&0);
    world.run(secs(1));
    let outage = &known(&world, 0).outage;
    assert!(matches!(outage.phase, Phase::Waiting { .. }), "{outage:?}");
    assert!(world.fake(1).open);
}

#[test]
fn a_success_of_before_says_nothing_once_the_circuit_has_opened_again() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(100));
    world.hung = true;
    world.run(secs(9));
    tries(&mut world, 0, true);
    world.open(0);
    world.run(secs(2));
    world.hung = false;
    world.run(secs(1));
    let outage = &known(&world, 0).outage;
    assert!(!matches!(outage.phase, Phase::Closed { .. }), "{outage:?}");
}

/// The record that is found upon return says that somebody may try.
#[test]
fn who_failed_while_away_waits_for_its_own_open_time_upon_return() {
    for wiped in [false, true] {
        let mut world = World::of(2);
        (0..2).for_each(|number| world.open(number));
        world.run(ms(100));
        world.hung = true;
        world.run(secs(9));
        (0..2).for_each(|number| tries(&mut world, number, false));
        let failed = world.now;
        world.run(secs(2));
        world.hung = false;
        if wiped {
            world.engine.wipe();
        }
        assert!(world.first_trial(secs(20)).is_some());
        let waited = world.now - failed;
        assert!(waited >= ms(9900) && waited < secs(11), "{waited:?}, wiped: {wiped}");
    }
}

#[test]
fn who_failed_while_away_recovers_at_once_where_somebody_has_tried_well() {
    let mut world = World::of(2);
    (0..2).for_each(|number| world.open(number));
    world.run(ms(100));
    world.cut.insert(0);
    world.run(secs(9));
    tries(&mut world, 0, false);
    let failed = world.now;
    tries(&mut world, 1, true);
    world.cut.remove(&0);
    let end = world.now + secs(5);
    while !world.call(0) {
        assert!(world.now < end);
        world.run(ms(20));
    }
    assert!(world.now - failed < secs(9), "{:?}", world.now - failed);
}

#[test]
fn an_engine_that_has_forgotten_is_told_who_opened_it_and_why() {
    let mut world = World::of(3);
    world.open(0);
    world.run(ms(50));
    let own = Why { reason: Text::new("suspected"), failures: 2, calls: 2 };
    for number in [1, 2] {
        world.open(number);
        world.fake(number).why = own.clone();
    }
    world.run(ms(50));
    world.engine.wipe();
    // The opener has no calls, and does not ask.
    let end = world.now + secs(15);
    while !world.call(1) {
        assert!(world.now < end);
        world.run(ms(20));
    }
    world.run(ms(50));
    for number in 0..3 {
        let Known { by, outage, opened_by_self, .. } = known(&world, number);
        assert_eq!((by.as_str(), outage.opened_by.as_str()), ("pod-1", "pod-0"));
        assert_eq!((&outage.why, *opened_by_self), (&why(), number == 0));
    }
}

#[test]
fn the_next_outage_has_an_opener_of_its_own() {
    let mut world = World::of(2);
    world.open(0);
    world.run(ms(50));
    tries(&mut world, 0, true);
    world.run(secs(5));
    world.engine.wipe();
    world.open(1);
    world.run(ms(50));
    assert_eq!(known(&world, 0).outage.opened_by.as_str(), "pod-1");
}

#[test]
fn who_opens_once_nobody_is_suspicious_any_more_is_the_first() {
    let mut world = World::of(1);
    world.elsewhere(|subject, terms| Request::Trip {
        subject,
        terms: Terms { open_for: secs(2), ..terms },
        first: true,
        by: Text::new("pod-7"),
        opened_by: Text::new("pod-7"),
        why: why(),
    });
    world.run(secs(1));
    assert_eq!(known(&world, 0).outage.opened_by.as_str(), "pod-7");
    world.engine.wipe();
    world.run(secs(3));
    world.open(0);
    world.run(ms(50));
    assert_eq!(known(&world, 0).outage.opened_by.as_str(), "pod-0");
}

#[test]
fn who_opens_under_suspicion_names_the_one_that_was_the_first() {
    let mut world = World::of(2);
    world.open(0);
    world.run(ms(50));
    world.engine.evict(&subject(""));
    let why = Why { reason: Text::new("suspected"), failures: 2, calls: 2 };
    world.fake(1).open = true;
    world.fake(1).opened = 1;
    world.happens(1, What::Opened { first: true, why }, Origin::Own);
    world.run(ms(50));
    assert_eq!(known(&world, 1).outage.opened_by.as_str(), "pod-0");
}
