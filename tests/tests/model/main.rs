//! A reference model in plain sequential code, and random sequences of calls, time steps and controls on which the circuit must agree
//! with it after every step: the admission, the state, the counts, the window, and when to come back.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod answer;
mod compare;
mod history;
mod policies;
mod reference;
mod statistics;
mod steps;

use proptest::collection::vec;
use proptest::test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestRunner};

use compare::Pair;
use statistics::Statistics;

const SEQUENCES: u32 = 4_000;
const LONGEST: usize = 80;

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
    let sequences = (policies::any(), vec(steps::any(), 1..LONGEST));
    let result = TestRunner::new(config).run(&sequences, |(policy, steps)| {
        let breaker = Pair::breaker(policy);
        let mut pair = Pair::new(&breaker);
        for step in steps {
            pair.take(step)?;
        }
        statistics.add(&pair);
        Ok(())
    });
    println!("{statistics}");
    result.unwrap();
    statistics.assert_that_much_happened();
}
