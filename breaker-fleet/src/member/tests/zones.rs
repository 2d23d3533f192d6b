//! Each zone has a schedule and a lease of its own.

use super::circuits::Step;
use super::world::{World, subject};
use super::{ms, secs};
use crate::member::Input;
use crate::wire::{Message, Phase, State, Text, View};

/// Two members in each of two zones, all open.
fn outage() -> World {
    let mut world = World::with(4, |number, config| {
        config.zone = Text::new(if number < 2 { "a" } else { "b" });
    });
    for number in 0..4 {
        world.open(number);
    }
    world
}

#[test]
fn one_of_each_zone_tries() {
    let mut world = outage();
    let first = world.first_trial(secs(12)).unwrap();
    while world.trying().len() < 2 {
        let held = (0..4).filter(|number| !world.trying().contains(number));
        for number in held.collect::<Vec<_>>() {
            world.call(number);
        }
        world.run(ms(10));
        assert!(world.now < secs(20));
    }
    world.run(ms(500));
    let trying = world.trying();
    assert_eq!(trying.len(), 2);
    assert!(trying.contains(&first));
    assert!(trying[0] < 2 && trying[1] >= 2);
}

#[test]
fn a_failure_in_one_zone_neither_delays_the_other_nor_voids_its_success() {
    let mut world = outage();
    world.run(secs(20));
    assert!(world.call(0));
    assert!(world.call(2));
    world.run(ms(30));
    world.trial_ends(0, false);
    world.run(ms(30));
    world.trial_ends(2, true);
    world.run(ms(30));
    assert!(matches!(world.outage("a").unwrap().phase, Phase::Waiting { .. }));
    assert!(matches!(world.outage("b").unwrap().phase, Phase::Closed { .. }));
    world.run(secs(4));
    assert!(world.trying().contains(&3));
    assert!(world.fake(0).open && world.fake(1).open);
}

#[test]
fn suspicion_knows_no_zones() {
    let mut world = World::with(2, |number, config| {
        config.zone = Text::new(if number == 0 { "a" } else { "b" });
    });
    world.open(0);
    world.run(ms(50));
    assert!(matches!(world.steps(1)[..], [Step::Suspected(_)]));
}

#[test]
fn one_zone_that_recovers_does_not_end_the_suspicion_of_another() {
    let mut world =
        World::with(3, |number, config| config.zone = Text::new(["a", "b", "c"][number]));
    world.open(0);
    world.run(secs(3));
    world.open(1);
    world.run(ms(9000));
    world.open(0);
    world.run(ms(1400));
    assert!(world.call(1));
    world.run(ms(50));
    world.trial_ends(1, true);
    world.run(ms(50));
    let [.., Step::Trusted, Step::Suspected(time)] = world.steps(2) else {
        panic!("{:?}", world.steps(2))
    };
    assert!(*time > secs(8), "{time:?}");
}

#[test]
fn zones_without_end_are_not_remembered_without_end() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(50));
    let outage = world.outage("").unwrap();
    for nth in 0..1000 {
        let view = View {
            subject: subject(&format!("zone {nth}")),
            version: nth,
            by: Text::default(),
            state: State::Outage(outage.clone()),
        };
        world.input(0, Input::Pushed(Message { views: vec![view] }));
    }
    let kept = format!("{:?}", world.all[0].member.cases).matches("zone ").count();
    assert!(kept <= 128, "{kept}");
}
