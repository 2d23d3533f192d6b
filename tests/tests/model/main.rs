//! A reference model in plain sequential code, and random sequences of calls, time steps and
//! controls on which the circuit must agree with it after every step: the admission, the state, the
//! counts, the window, and when to come back. Chance is seeded, and thrown again.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod answer;
mod chance;
mod compare;
mod functions;
mod history;
mod keyed;
mod outside;
mod policies;
mod reference;
mod settings;
mod statistics;
mod steps;

use core::fmt::Debug;
use std::env;

use breaker_runtime::{CircuitBreaker, Policy, registry};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any as any_of};
use proptest::test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestRunner};
use proptest::test_runner::{TestCaseError, TestCaseResult};

use compare::Pair;
use reference::Model;
use statistics::Statistics;
use steps::Step;

const SEQUENCES: u32 = 2_500;
/// Each change looks at every setting: they take their time.
const CHANGING_SEQUENCES: u32 = 800;
const LONGEST: usize = 120;

#[test]
fn the_circuit_agrees_with_the_model_after_every_step() {
    let statistics = Statistics::of(statistics::ALWAYS);
    run(SEQUENCES, sequences(steps::any()), |(policy, seed, steps)| {
        let breaker = CircuitBreaker::new("tested", policy);
        statistics.add(&agree(Pair::new(&breaker, seed), steps)?);
        Ok(())
    });
    println!("{statistics}");
    statistics.assert_that_much_happened();
}

#[test]
fn it_agrees_while_its_policy_changes() {
    // One for all sequences: a listed circuit stays listed.
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("configured", Policy::new());
    registry().register(&CIRCUIT);
    let statistics = Statistics::of(statistics::WHILE_POLICIES_CHANGE);
    run(CHANGING_SEQUENCES, sequences(steps::any_or_configure()), |(policy, seed, steps)| {
        registry().configure(&settings::whole(&policy, CIRCUIT.name())).unwrap();
        // As an earlier sequence may have asked for already.
        CIRCUIT.follow_runs();
        let mut pair = Pair::new(&CIRCUIT, seed);
        pair.model.follow_runs();
        statistics.add(&agree(pair, steps)?);
        Ok(())
    });
    println!("{statistics}");
    statistics.assert_that_much_happened();
}

/// The model after these steps.
fn agree(mut pair: Pair<'_>, steps: Vec<Step>) -> Result<Model, TestCaseError> {
    for step in steps {
        pair.take(step)?;
    }
    Ok(pair.model)
}

/// Random policies, seeds and sequences of such steps.
fn sequences<S: Debug>(
    steps: impl Strategy<Value = S>,
) -> impl Strategy<Value = (Policy, u64, Vec<S>)> {
    (policies::any(), any_of::<u64>(), vec(steps, 1..LONGEST))
}

fn run<S: Strategy>(cases: u32, sequences: S, test: impl Fn(S::Value) -> TestCaseResult) {
    let persistence = FileFailurePersistence::WithSource("regressions");
    let wished = Config::default().cases;
    let config = Config {
        // A variable of proptest's asks for more of them.
        cases: if env::var_os("PROPTEST_CASES").is_some() { wished } else { cases },
        failure_persistence: Some(Box::new(persistence)),
        source_file: Some(file!()),
        // The default one takes most of the time in a debug build.
        rng_algorithm: RngAlgorithm::XorShift,
        ..Config::default()
    };
    TestRunner::new(config).run(&sequences, test).unwrap();
}
