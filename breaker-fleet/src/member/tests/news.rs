//! What is told, what stays here, and what is dropped.

use super::circuits::Step;
use super::world::{World, why, x};
use super::{ms, secs};
use crate::circuits::Local;
use crate::member::{FleetEvent, Input, LocalEvent, Origin, What};
use crate::wire::{Name, Phase, Request};

fn opens(world: &mut World, name: &Name) {
    world.all[0].circuits.all.get_mut(name).unwrap().open = true;
    let what = What::Opened { first: true, why: why() };
    world.input(
        0,
        Input::Local(LocalEvent { name: name.clone(), id: 0, what, origin: Origin::Own }),
    );
}

#[test]
fn local_circuits_take_no_part() {
    let mut world = World::of(2);
    world.fake(0).local = Some(Local::DryRun);
    world.open(0);
    world.run(secs(1));
    assert!(world.all[0].sent.is_empty());
    world.open(1);
    world.run(secs(1));
    assert!(world.steps(0).is_empty());
}

#[test]
fn changes_are_gathered_for_ten_milliseconds_a_hundred_at_once() {
    let mut world = World::of(2);
    for number in 0..200 {
        let name = Name::new(&format!("n{number}"));
        for process in &mut world.all {
            process.circuits.add(name.clone());
        }
        opens(&mut world, &name);
    }
    world.run(ms(9));
    assert!(world.all[0].sent.is_empty());
    world.run(ms(5));
    assert_eq!(world.all[0].sent.len(), 200);
    let circuits = &world.all[1].circuits.all;
    assert_eq!(circuits.values().filter(|fake| !fake.steps.is_empty()).count(), 200);
}

#[test]
fn of_more_than_can_be_sent_the_latest_of_each_circuit_is_kept_and_the_rest_is_told() {
    let mut world = World::of(1);
    for _ in 0..2000 {
        opens(&mut world, &x());
    }
    world.run(secs(2));
    let sent = world.all[0].sent.iter().filter(|request| matches!(request, Request::Trip { .. }));
    assert!(sent.count() <= 1000);
    let dropped = world.all[0].told.iter().filter_map(|event| match event {
        FleetEvent::Dropped { requests } => Some(*requests),
        _ => None,
    });
    assert!(dropped.sum::<u64>() >= 1000);
    assert_eq!(world.outage("").unwrap().openings, 1);
}

#[test]
fn what_nobody_was_there_to_hear_is_not_too_much() {
    let mut world = World::of(1);
    world.hung = true;
    world.run(ms(1600));
    for _ in 0..100 {
        opens(&mut world, &x());
        world.run(ms(50));
    }
    world.hung = false;
    world.run(secs(2));
    let status = world.all[0].member.status(world.now);
    assert_eq!(status.traffic.dropped, 0);
    assert!(matches!(world.all[0].told.last(), Some(FleetEvent::Joined { .. })));
}

#[test]
fn a_reopening_that_no_event_told_of_is_found() {
    let mut world = World::of(2);
    world.open(0);
    world.run(secs(30));
    let now = world.now;
    let fake = world.fake(0);
    (fake.since, fake.until) = (now, now + secs(10));
    fake.opened += 1;
    let before = world.all[0].sent.len();
    world.input(0, Input::Missed);
    world.run(ms(50));
    assert!(world.all[0].sent.len() > before);
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { rest } if rest > secs(9)));
}

#[test]
fn lost_events_are_made_up_for_by_comparing() {
    let mut world = World::of(2);
    world.fake(0).open = true;
    world.fake(0).since = world.now;
    let until = world.now + secs(10);
    world.fake(0).until = until;
    world.input(0, Input::Missed);
    world.run(ms(50));
    let [Request::Trip { first: true, why: told, .. }] = &world.all[0].sent[..] else {
        panic!("{:?}", world.all[0].sent)
    };
    assert_eq!(*told, why(), "the circuit knows why");
    assert!(matches!(world.steps(1)[..], [Step::Suspected(_)]));
    let holder = world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    world.fake(holder).half_open = None;
    world.input(holder, Input::Missed);
    world.run(ms(50));
    assert!(matches!(world.all[0].sent.last(), Some(Request::GiveBack { .. })));
}

#[test]
fn an_opening_that_nobody_told_of_for_long_is_no_news() {
    let mut world = World::of(2);
    world.fake(0).open = true;
    world.run(secs(5));
    world.input(0, Input::Missed);
    world.run(ms(50));
    assert!(world.all[0].sent.is_empty());
}

#[test]
fn where_many_are_open_not_all_tell_and_all_wait_for_the_shared_trial() {
    let mut world = World::of(100);
    for number in 0..100 {
        world.open(number);
        world.run(ms(20));
    }
    let told = world.all.iter().filter(|process| !process.sent.is_empty()).count();
    assert!((10..40).contains(&told), "{told}");
    let shared = world.fake(0).until;
    for number in 0..100 {
        let until = world.fake(number).until;
        assert!(until.abs_diff(shared) < ms(20), "{number}: {until:?}");
    }
}

/// More than fits into sixteen batches waits to be sent, with what happens to `x` in front.
fn flooded(happens: impl FnOnce(&mut World)) -> World {
    let mut world = World::of(1);
    world.open(0);
    world.run(secs(30));
    let others: Vec<_> = (0..2000).map(|nth| Name::new(&format!("n{nth}"))).collect();
    for name in &others {
        world.all[0].circuits.add(name.clone());
        opens(&mut world, name);
    }
    world.run(ms(10));
    assert_eq!(world.all[0].open.len(), 16, "there is no room for more");
    happens(&mut world);
    others.iter().chain(&others).for_each(|name| opens(&mut world, name));
    assert_eq!(world.all[0].sent.iter().filter(|sent| is_of_x(sent)).count(), 1);
    world
}

fn is_of_x(request: &Request) -> bool {
    request.subject().is_some_and(|subject| subject.name == x())
}

#[test]
fn a_failure_keeps_the_lease_without_which_it_is_none() {
    let mut world = flooded(|world| {
        assert!(world.call(0));
        world.trial_ends(0, false);
    });
    world.run(secs(2));
    let outage = world.outage("").unwrap();
    assert!(matches!(outage.phase, Phase::Waiting { rest } if rest > secs(7)), "{outage:?}");
    assert_eq!(outage.openings, 2);
}

#[test]
fn a_lease_that_was_never_asked_for_is_asked_for_again() {
    let mut world = flooded(|world| {
        assert!(world.call(0));
        world.trial_ends(0, true);
        world.open(0);
    });
    world.run(secs(2));
    assert!(world.all[0].sent.iter().all(|sent| !matches!(sent, Request::Lease { .. })));
    world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Leased { .. }));
}

#[test]
fn a_circuit_that_takes_part_no_more_gives_its_lease_back() {
    let mut world = World::of(1);
    world.open(0);
    world.first_trial(secs(12)).unwrap();
    world.run(ms(50));
    world.fake(0).local = Some(Local::LeftOut);
    world.run(ms(200));
    assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
}

#[test]
fn a_circuit_that_takes_part_later_is_told_what_it_missed() {
    let mut world = World::of(2);
    world.fake(1).local = Some(Local::LeftOut);
    world.open(0);
    world.run(secs(3));
    world.fake(1).local = None;
    world.run(ms(1100));
    let [Step::Suspected(time)] = world.steps(1)[..] else { panic!("{:?}", world.steps(1)) };
    assert!(time > ms(5800) && time < secs(7), "{time:?}");
}
