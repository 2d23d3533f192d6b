//! Healthy fleets: what they cost the engine (goal F8).

use breaker_runtime::Policy;

use super::processes;
use crate::process::Spec;
use crate::report::{figure, measure};
use crate::times::s;
use crate::traffic::Traffic;
use crate::world::Fleet;

const CIRCUITS: usize = 1000;

/// Names that live as long as the program.
fn names() -> Vec<&'static str> {
    (0..CIRCUITS).map(|number| &*format!("circuit-{number}").leak()).collect()
}

#[test]
fn fifty_idle_processes_ask_once_a_second_each() {
    let idle = |name| (name, Policy::new(), Traffic::steady(0.0));
    let spec = Spec::calling(names().into_iter().map(idle).collect());
    let counts = measure("batches a second, 50 idle processes", 0..1, |seed| {
        let mut world = processes(seed, Fleet::Joined, 50, &spec);
        world.run(s(5.0));
        let before = world.engine.batches;
        world.run(s(15.0));
        assert_eq!(world.engine.memory.records().count(), 0);
        figure(world.engine.batches - before) / 10.0
    });
    assert!(counts.iter().all(|count| (40.0..=60.0).contains(count)), "{counts:?}");
}

#[test]
fn nothing_is_sent_for_calls_that_succeed() {
    let counts = measure("batches a second, 500 good calls a second", 0..1, |seed| {
        let mut world = processes(seed, Fleet::Joined, 50, &Spec::new(Policy::new(), 10.0));
        world.run(s(5.0));
        let before = world.engine.batches;
        world.run(s(65.0));
        figure(world.engine.batches - before) / 60.0
    });
    assert!(counts.iter().all(|count| (40.0..=60.0).contains(count)), "{counts:?}");
}
