//! The callee is back, and some of the processes that wait for it don't reach it: how soon the
//! others are served.

use breaker_runtime::{Policy, State};

use super::{open_for, processes};
use crate::process::Spec;
use crate::report::{compare, figure, seeds};
use crate::times::{Times, s};
use crate::traffic::Traffic;
use crate::world::{Fleet, World};

/// The callee goes down, and comes back.
const DOWN: f64 = 20.0;
const BACK: f64 = 80.0;

/// How processes call whose paths work, and for how long circuits are open.
struct Calls {
    what: &'static str,
    open: f64,
    every: f64,
}

const TWICE_A_SECOND: Calls = Calls { what: "two calls a second", open: 10.0, every: 0.5 };
const IN_3_S: Calls = Calls { what: "a call in 3 s", open: 2.0, every: 3.0 };
const IN_12_S: Calls = Calls { what: "a call in 12 s", open: 10.0, every: 12.0 };

impl Calls {
    /// So many others, and `bad` ones: busy, with broken paths.
    fn begin(&self, seed: u64, fleet: Fleet, bad: usize, others: usize) -> World {
        let busy = Spec { host: "bad", ..Spec::new(open_for(self.open), 100.0) };
        let mut world = processes(seed, fleet, bad, &busy);
        let policy = Policy::new().threshold(1).window(s(60.0)).open_for(s(self.open));
        let traffic = Traffic::steady(1.0 / self.every);
        let spec = Spec::calling(vec![("x", policy, traffic)]);
        (0..others).for_each(|_| _ = world.start(&spec));
        world.paths.break_for_host("bad", Times::seconds(DOWN, 1e6));
        world.callees[0].down = Times::seconds(DOWN, BACK);
        world
    }

    /// How long after the callee is back until the others have closed.
    fn others_closed_after(&self, seed: u64, fleet: Fleet, bad: usize, others: usize) -> f64 {
        let mut world = self.begin(seed, fleet, bad, others);
        world.run(s(BACK));
        world.run_until(s(1000.0), |world| are_closed_after(world, bad));
        (world.now - s(BACK)).as_secs_f64()
    }

    /// Each bad one has a turn at the most, and one is lost for want of calls.
    fn cost_few_turns(&self, bad: usize, others: usize) {
        let Self { what, open, .. } = self;
        let what = format!("s until {others} others have closed, {bad} bad paths, {what}");
        let run = |seed, fleet| self.others_closed_after(seed, fleet, bad, others);
        let turns = figure(bad + 1);
        compare(&what, seeds(8), run).is_on_average_at_most_more_by(turns * open);
    }
}

fn are_closed_after(world: &World, bad: usize) -> bool {
    let mut circuits = world.processes.iter().skip(bad).flat_map(|process| &process.circuits);
    circuits.all(|circuit| circuit.breaker.state() == State::Closed)
}

#[test]
fn each_broken_path_among_ten_holds_the_others_for_a_turn_at_most() {
    for calls in [TWICE_A_SECOND, IN_3_S, IN_12_S] {
        for bad in 0..=3 {
            calls.cost_few_turns(bad, 10 - bad);
        }
    }
}

#[test]
fn each_broken_path_holds_the_only_one_that_works_for_a_turn_at_most() {
    for bad in [1, 2, 3, 5] {
        IN_12_S.cost_few_turns(bad, 1);
    }
}
