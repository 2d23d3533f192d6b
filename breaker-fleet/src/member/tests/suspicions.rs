//! Suspicion, not contagion.

use core::time::Duration;

use super::circuits::Step;
use super::world::World;
use super::{ms, released, secs};
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
fn who_joins_anew_is_not_suspicious_of_what_its_process_opened_before() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(50));
    let openings = world.all[0].member.openings();
    let [again, other] = [(); 2].map(|()| world.add(|_| {}));
    world.all[again].member.inherit(openings);
    world.run(secs(4));
    assert!(matches!(world.steps(other), [Step::Suspected(_)]));
    assert_eq!(world.steps(again), []);
}

#[test]
fn who_joins_anew_is_counted_once() {
    let mut world = World::of(3);
    for number in [0, 1] {
        world.open(number);
        world.run(ms(100));
    }
    for number in [0, 1] {
        // Its circuits are those of the member before it.
        let again = world.add(|_| {});
        let before = core::mem::take(&mut world.all[number].circuits);
        let openings = world.all[number].member.openings();
        world.cut.insert(number);
        world.all[number].stopped = true;
        world.all[again].circuits = before;
        world.all[again].member.inherit(openings);
        world.run(ms(200));
        assert_eq!(world.all[again].sent, []);
    }
    assert_eq!(world.outage("").unwrap().openers, 2);
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
    world.happens(0, released(), Origin::Hand);
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

fn suspicions(world: &World, number: usize) -> Vec<Duration> {
    let suspected = world.steps(number).iter().filter_map(|step| match step {
        Step::Suspected(time) => Some(*time),
        _ => None,
    });
    suspected.collect()
}

#[test]
fn whatever_a_record_says_a_circuit_is_suspected_as_long_as_it_would_be_open_itself() {
    let days = secs(30 * 86_400);
    for (max_open_for, jitter, most) in
        [(None, 0, secs(10)), (None, 200, secs(12)), (Some(secs(60)), 200, secs(72))]
    {
        let mut world = World::of(1);
        let settings = &mut world.fake(0).settings;
        (settings.max_open_for, settings.jitter) = (max_open_for, jitter);
        world.write_round(days);
        world.run(ms(20));
        assert_eq!(suspicions(&world, 0), [most]);
        world.run(most + secs(1));
        let now = world.now;
        assert!(world.fake(0).suspected_until <= now, "{most:?}");
        world.run(secs(600));
        assert_eq!(world.fake(0).suspicions, 1, "nobody has said it again");
    }
}

#[test]
fn a_circuit_whose_calls_succeed_is_suspected_no_more_until_they_fail() {
    let mut world = World::of(2);
    world.open(0);
    world.run(ms(1500));
    world.fake(1).succeeded += 19;
    world.run(secs(2));
    assert!(!world.steps(1).contains(&Step::Trusted), "too few");
    world.fake(1).succeeded += 1;
    world.run(secs(1));
    assert_eq!(world.steps(1).last(), Some(&Step::Trusted));

    // The others fail again and again, and one of its own calls does.
    world.fake(1).failed += 1;
    world.fake(1).succeeded += 5;
    for _ in 0..3 {
        world.first_trial(secs(12)).unwrap();
        world.trial_ends(0, false);
        world.run(secs(1));
    }
    assert_eq!(world.steps(1).last(), Some(&Step::Trusted));
    assert_eq!(world.fake(1).suspicions, 1);

    world.fake(1).failed += 2;
    world.run(ms(1100));
    assert!(matches!(world.steps(1).last(), Some(Step::Suspected(_))));
}

#[test]
fn one_failure_among_good_calls_is_no_good_experience() {
    let mut world = World::of(2);
    world.open(0);
    for _ in 0..5 {
        world.run(secs(1));
        world.fake(1).succeeded += 15;
        world.fake(1).failed += 1;
    }
    assert!(!world.steps(1).contains(&Step::Trusted));
}

#[test]
fn people_are_told_once_that_a_circuit_is_suspected_however_often_the_others_open() {
    let mut world = World::of(3);
    world.open(0);
    for _ in 0..5 {
        world.first_trial(secs(12)).unwrap();
        world.run(ms(1700));
        world.trial_ends(0, false);
    }
    world.run(ms(50));
    assert_eq!([1, 2].map(|number| world.fake(number).suspicions), [1, 1]);
    // It ends all the same.
    world.run(secs(16));
    let now = world.now;
    assert!(world.fake(1).suspected_until <= now);
}
