//! One circuit for each key, on fewer circuits than there are keys: who has one, who gives it up,
//! and who finds none.

mod compare;
mod statistics;
mod steps;
mod table;

use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{KeyedCircuitBreaker, Policy, registry};
use proptest::test_runner::TestCaseError;

use crate::statistics::Statistics;
use crate::{run, sequences, settings};
use compare::Keys;
use steps::Step;
use table::Table;

const SEQUENCES: u32 = 1_000;
/// Each leaves circuits behind that live for ever, and each change looks at every setting.
const CHANGING_SEQUENCES: u32 = 300;

#[test]
fn keys_agree_with_the_model_after_every_step() {
    let statistics = Statistics::of(statistics::ALWAYS);
    run(SEQUENCES, (1..=3_u32, sequences(steps::any())), |(max_keys, (policy, seed, steps))| {
        let keyed = KeyedCircuitBreaker::new("tested", policy, max_keys);
        let clock = ManualClock::new();
        keyed.set_clock(clock.clone());
        statistics.add(&agree(&keyed, clock, seed, steps)?);
        Ok(())
    });
    println!("{statistics}");
    statistics.assert_that_much_happened();
}

#[test]
fn keys_agree_while_their_policy_changes() {
    static CIRCUITS: [KeyedCircuitBreaker; 2] = [
        KeyedCircuitBreaker::new("configured pair", Policy::new(), 2),
        KeyedCircuitBreaker::new("configured three", Policy::new(), 3),
    ];
    for circuits in &CIRCUITS {
        registry().register_keyed(circuits);
    }
    let statistics = Statistics::of(statistics::WHILE_POLICIES_CHANGE);
    let cases = ((0..2_usize), sequences(steps::any_or_configure()));
    run(CHANGING_SEQUENCES, cases, |(which, (policy, seed, steps))| {
        let (test, keyed) = (isolate(), &CIRCUITS[which]);
        registry().configure(&settings::whole(&policy, keyed.name())).unwrap();
        statistics.add(&agree(keyed, test.clock(), seed, steps)?);
        Ok(())
    });
    println!("{statistics}");
    statistics.assert_that_much_happened();
}

/// The model after these steps.
fn agree(
    keyed: &KeyedCircuitBreaker,
    clock: ManualClock,
    seed: u64,
    steps: Vec<Step>,
) -> Result<Table, TestCaseError> {
    let mut keys = Keys::new(keyed, clock, seed);
    for step in steps {
        keys.take(step)?;
    }
    Ok(keys.table)
}
