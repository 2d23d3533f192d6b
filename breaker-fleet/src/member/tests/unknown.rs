//! Names that are not here.

use core::time::Duration;

use super::circuits::Step;
use super::world::{World, why, x};
use super::{ms, secs};
use crate::engine::Gone;
use crate::member::{Input, LocalEvent, Origin, What};
use crate::wire::{MOST, Message, Name, Outage, Part, Phase, State, Subject, Text, View};

fn opens(world: &mut World, name: &Name) {
    world.all[0].circuits.add(name.clone());
    world.all[0].circuits.all.get_mut(name).unwrap().open = true;
    let what = What::Opened { first: true, why: why() };
    world.input(
        0,
        Input::Local(LocalEvent { name: name.clone(), id: 0, what, origin: Origin::Own }),
    );
}

#[test]
fn unknown_names_create_nothing() {
    let mut world = World::of(2);
    opens(&mut world, &Name::keyed("shop", "host"));
    world.run(secs(3));
    assert_eq!(world.all[1].circuits.all.len(), 1);
}

#[test]
fn a_key_that_comes_to_be_is_suspected_for_what_remains() {
    let mut world = World::of(2);
    let name = Name::keyed("shop", "host");
    opens(&mut world, &name);
    world.run(secs(3));
    world.all[1].circuits.add(name.clone());
    world.run(ms(1100));
    let [Step::Suspected(time)] = world.all[1].circuits.all[&name].steps[..] else { panic!() };
    assert!(time > ms(5800) && time < secs(7), "{time:?}");
}

/// In the second process a key has a circuit, which is suspected; then the key has to leave.
fn leaves_suspected() -> (World, Name) {
    let mut world = World::of(2);
    let name = Name::keyed("shop", "host");
    world.all[1].circuits.add(name.clone());
    opens(&mut world, &name);
    world.run(ms(500));
    assert!(matches!(world.all[1].circuits.all[&name].steps[..], [Step::Suspected(_)]));
    world.all[1].circuits.all.remove(&name);
    world.run(secs(2));
    (world, name)
}

#[test]
fn a_key_that_had_to_leave_is_suspected_again_when_it_returns() {
    let (mut world, name) = leaves_suspected();
    for _ in 0..2 {
        world.all[1].circuits.all.remove(&name);
        world.all[1].circuits.add(name.clone());
        world.run(ms(1100));
        let steps = &world.all[1].circuits.all[&name].steps;
        let [Step::Suspected(time)] = steps[..] else { panic!("{steps:?}") };
        assert!(time > secs(5) && time < secs(8), "{time:?}");
    }
}

#[test]
fn a_key_that_is_trusted_by_now_is_not_suspected_when_it_returns() {
    let (mut world, name) = leaves_suspected();
    // No version is higher than the engine's highest, which is another circuit's.
    opens(&mut world, &Name::keyed("shop", "other"));
    world.run(ms(50));
    let subject = Subject { name: name.clone(), part: Part::Zone(Text::default()) };
    let version = world.engine.record(&subject).unwrap().version + 1;
    let outage = Outage {
        phase: Phase::Closed { ago: ms(5) },
        suspected: ms(0),
        round: version - 1,
        after_trial: false,
        openings: 1,
        openers: 1,
        opened_by: Text::default(),
        why: why(),
    };
    let view = View { subject, version, by: Text::default(), state: State::Outage(outage) };
    world.input(1, Input::Pushed(Message { views: vec![view] }));
    world.all[1].circuits.add(name.clone());
    world.run(secs(3));
    let steps = &world.all[1].circuits.all[&name].steps;
    assert!(steps.iter().all(|step| !matches!(step, Step::Suspected(_))), "{steps:?}");
}

#[test]
fn a_suspicion_that_has_ended_is_not_remembered() {
    let mut world = World::of(2);
    let name = Name::keyed("shop", "host");
    opens(&mut world, &name);
    world.run(secs(12));
    world.all[1].circuits.add(name.clone());
    world.run(secs(3));
    assert!(world.all[1].circuits.all[&name].steps.is_empty());
}

/// Whoever may publish says that it is down, for hundreds of years.
fn is_suspected_for_ever(world: &mut World, name: &Name) {
    let outage = Outage {
        phase: Phase::Anyone,
        suspected: Duration::from_micros(MOST),
        round: 1,
        after_trial: false,
        openings: 1,
        openers: 1,
        opened_by: Text::default(),
        why: why(),
    };
    let subject = Subject { name: name.clone(), part: Part::Zone(Text::default()) };
    let (by, state) = (Text::new("eve"), State::Outage(outage));
    // A version that no engine can be behind.
    let views = vec![View { subject, version: 0, by, state }];
    world.input(0, Input::Pushed(Message { views }));
}

/// How long the key was suspected that came to be so much later.
fn suspected_after(world: &mut World, name: &Name, time: Duration) -> Vec<Duration> {
    world.run(time);
    world.all[0].circuits.add(name.clone());
    world.run(ms(1100));
    let steps = &world.all[0].circuits.all[name].steps;
    steps
        .iter()
        .map(|step| if let Step::Suspected(time) = step { *time } else { panic!() })
        .collect()
}

#[test]
fn a_suspicion_without_end_is_remembered_for_as_long_as_the_circuit_would_have_been_suspected() {
    let mut world = World::of(1);
    let [soon, late] = ["soon", "late"].map(|key| Name::keyed("shop", key));
    let longest = world.all[0].circuits.all[&x()].settings.longest;
    is_suspected_for_ever(&mut world, &soon);
    let [time] = suspected_after(&mut world, &soon, longest - secs(5))[..] else { panic!() };
    assert!(time > secs(3) && time <= secs(5), "{time:?}");
    is_suspected_for_ever(&mut world, &late);
    assert_eq!(suspected_after(&mut world, &late, longest), []);
}

#[test]
fn nobody_is_looked_for_without_end() {
    let mut world = World::of(1);
    let name = Name::keyed("shop", "host");
    is_suspected_for_ever(&mut world, &name);
    let asked = |world: &mut World| {
        let before = world.all[0].circuits.asked.get();
        world.run(secs(5));
        world.all[0].circuits.asked.get() - before
    };
    assert!(asked(&mut world) >= 4);
    world.run(secs(3600));
    assert_eq!(asked(&mut world), 0);
}

#[test]
fn a_thousand_keys_are_remembered_the_latest_of_them() {
    let mut world = World::of(2);
    let names: Vec<_> = (0..1200).map(|key| Name::keyed("shop", &format!("{key:04}"))).collect();
    for name in &names {
        opens(&mut world, name);
        world.run(ms(1));
    }
    world.run(ms(50));
    for name in &names {
        world.all[1].circuits.add(name.clone());
    }
    world.run(ms(1100));
    let circuits = &world.all[1].circuits.all;
    let known: Vec<_> =
        names.iter().filter(|name| !circuits[*name].steps.is_empty()).cloned().collect();
    assert_eq!(known.len(), 1024);
    assert_eq!(known.last(), names.last());
}

#[test]
fn what_the_engine_has_forgotten_is_not_remembered() {
    let mut world = World::of(2);
    let name = Name::keyed("shop", "host");
    opens(&mut world, &name);
    world.run(secs(1));
    world.engine.wipe();
    world.clock -= 100_000_000;
    world.run(secs(2));
    world.all[1].circuits.add(name.clone());
    world.run(secs(2));
    assert!(world.all[1].circuits.all[&name].steps.is_empty());
}

#[test]
fn of_a_key_that_has_gone_nothing_is_kept() {
    let mut world = World::of(2);
    let name = Name::keyed("shop", "host");
    opens(&mut world, &name);
    let what = What::Opened { first: true, why: why() };
    let event = LocalEvent { name: name.clone(), id: 0, what, origin: Origin::Hand };
    world.all[0].circuits.add(name.clone());
    world.run(secs(1));
    world.input(0, Input::Local(event));
    assert!(world.all[0].member.cases.names().contains(&name));
    world.all[0].circuits.all.remove(&name);
    world.run(secs(12));
    assert!(world.all[0].member.cases.names().is_empty());
}

#[test]
fn while_the_engine_is_away_nothing_is_kept_of_keys_that_came_and_went() {
    let mut world = World::of(1);
    for number in 0..100 {
        let name = Name::keyed("shop", &format!("host {number}"));
        world.all[0].circuits.add(name.clone());
        for what in [What::Opened { first: true, why: why() }, What::Closed] {
            let event = LocalEvent { name: name.clone(), id: 0, what, origin: Origin::Own };
            world.input(0, Input::Local(event));
        }
        world.all[0].circuits.all.remove(&name);
        // As a host says after each attempt.
        world.input(0, Input::Disconnected { why: Gone::new("refused") });
        world.run(secs(5));
    }
    assert!(world.all[0].member.cases.names().len() < 5);
}

#[test]
fn of_an_open_circuit_that_has_gone_nothing_is_kept() {
    let mut world = World::of(1);
    world.open(0);
    world.run(secs(12));
    world.all[0].circuits.all.remove(&x());
    world.run(secs(30));
    assert!(world.all[0].member.cases.names().is_empty());
}
