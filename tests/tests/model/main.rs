//! A reference model in plain sequential code, and random sequences of calls, time steps and controls on which the circuit must agree
//! with it after every step: the admission, the state, the counts, the window, and when to come back. Chance is seeded, and thrown again.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod answer;
mod chance;
mod compare;
mod history;
mod policies;
mod reference;
mod statistics;
mod steps;

use proptest::collection::vec;
use proptest::prelude::any as any_of;
use proptest::test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestRunner};

use compare::{Pair, Subject};
use statistics::Statistics;

const SEQUENCES: u32 = 2_500;
const LONGEST: usize = 120;

#[test]
fn the_circuit_agrees_with_the_model_after_every_step() {
    let persistence = FileFailurePersistence::WithSource("regressions");
    let config = Config {
        cases: SEQUENCES,
        failure_persistence: Some(Box::new(persistence)),
        source_file: Some(file!()),
        // The default one takes most of the time in a debug build.
        rng_algorithm: RngAlgorithm::XorShift,
        ..Config::default()
    };
    let statistics = Statistics::default();
    let sequences = (policies::any(), any_of::<u64>(), vec(steps::any(), 1..LONGEST));
    let result = TestRunner::new(config).run(&sequences, |(policy, seed, steps)| {
        let subject = Subject::new(policy, seed);
        let mut pair = Pair::new(&subject, seed);
        for step in steps {
            pair.take(step)?;
        }
        statistics.add(&pair.model);
        Ok(())
    });
    println!("{statistics}");
    result.unwrap();
    statistics.assert_that_much_happened();
}
