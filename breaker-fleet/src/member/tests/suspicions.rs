//! Suspicion, not contagion.

use super::circuits::Step;
use super::world::World;
use super::{ms, secs};
use crate::member::{Origin, What};
use crate::wire::Request;

#[test]
fn an_opening_makes_others_suspicious_for_the_open_time() {
    let mut world = World::of(3);
    world.open(0);
    world.run(ms(20));
    for other in [1, 2] {
        let [Step::Suspected(time)] = world.steps(other) else {
            panic!("{:?}", world.steps(other))
        };
        assert!(*time > ms(9980) && *time <= secs(10), "{time:?}");
    }
    assert!(world.steps(0).iter().all(|step| !matches!(step, Step::Suspected(_))));
}

#[test]
fn no_closed_circuit_is_ever_opened_or_held() {
    let mut world = World::of(3);
    world.open(0);
    world.run(secs(60));
    for other in [1, 2] {
        let harmless = |step: &Step| matches!(step, Step::Suspected(_) | Step::Trusted);
        assert!(world.steps(other).iter().all(harmless));
        assert!(world.all[other].sent.is_empty());
    }
}

#[test]
fn a_process_that_starts_learns_what_is_suspected() {
    let mut world = World::of(1);
    world.open(0);
    world.run(secs(4));
    let late = world.add(|_| {});
    world.run(ms(20));
    let [Step::Suspected(time)] = world.steps(late) else { panic!("{:?}", world.steps(late)) };
    assert!(*time > ms(5900) && *time < ms(6020), "{time:?}");
}

#[test]
fn what_a_suspicion_opened_is_told_as_own_evidence_and_waits_for_the_shared_trial() {
    let mut world = World::of(2);
    world.open(0);
    world.run(secs(3));
    world.open(1);
    world.run(ms(50));
    assert!(matches!(world.all[1].sent[..], [Request::Trip { first: true, .. }]));
    let left = world.fake(1).until - world.now;
    assert!(left > ms(7000) && left < ms(7200), "{left:?}");
    assert_eq!(world.outage("").unwrap().openers, 2);
}

#[test]
fn what_the_fleet_or_somebody_did_is_not_told() {
    let mut world = World::of(2);
    for origin in [Origin::Fleet, Origin::Hand] {
        let what = What::Opened { first: true, why: super::world::why() };
        world.happens(0, what, origin);
        world.run(ms(50));
    }
    world.happens(0, What::HalfOpened, Origin::Fleet);
    world.run(secs(2));
    assert!(world.all[0].sent.is_empty());
}

#[test]
fn a_suspicion_ends_when_a_trial_succeeds() {
    let mut world = World::of(2);
    world.open(0);
    world.first_trial(secs(12)).unwrap();
    world.trial_ends(0, true);
    world.run(ms(50));
    assert_eq!(world.steps(1).last(), Some(&Step::Trusted));
}

#[test]
fn a_circuit_that_closes_is_suspected_while_somebody_else_is_suspicious() {
    let mut world = World::with(2, |number, config| {
        config.zone = crate::wire::Text::new(if number == 0 { "a" } else { "b" });
    });
    world.open(1);
    world.run(secs(1));
    world.open(0);
    world.run(ms(50));
    let open = world.fake(1);
    open.open = false;
    world.happens(1, What::Closed, Origin::Own);
    world.run(ms(50));
    let Some(Step::Suspected(time)) = world.steps(1).last() else { panic!() };
    assert!(*time > secs(9));
}

#[test]
fn nobody_is_suspicious_of_itself() {
    let mut world = World::of(2);
    world.open(0);
    world.run(secs(1));
    // Somebody resets it before the suspicion is over.
    world.fake(0).open = false;
    world.happens(0, What::Released { by_hand: true }, Origin::Hand);
    world.run(secs(1));
    let suspected = |world: &World, number| {
        world.steps(number).iter().any(|step| matches!(step, Step::Suspected(_)))
    };
    assert!(!suspected(&world, 0) && suspected(&world, 1));
    // What others open says something new to it.
    world.run(secs(20));
    world.open(1);
    world.run(secs(1));
    assert!(suspected(&world, 0));
}
