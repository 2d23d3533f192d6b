//! Counters never go down, whatever is done to the circuits.

use core::time::Duration;
use std::collections::BTreeMap;

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::{Isolation, isolate};
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Permit, Policy, Setting, register,
    register_keyed, registry,
};
use proptest::prelude::*;

use crate::Recorded;

static CIRCUIT: CircuitBreaker = CircuitBreaker::new("not down", POLICY);
register!(CIRCUIT);

static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("not down by key", POLICY, 2);
register_keyed!(FETCH);

const POLICY: Policy =
    Policy::new().threshold(1).open_for(Duration::from_secs(5)).ramp_up(Duration::from_secs(8));

/// What somebody does: one of so many things, to one of so many keys.
type Step = (u8, u8);

fn take(test: &Isolation, (what, key): Step) {
    let circuit = FETCH.get(&key);
    match what {
        0 | 1 => _ = FETCH.try_acquire(&key).map(Permit::failure),
        2 | 3 => _ = CIRCUIT.try_acquire().map(Permit::failure),
        4 => drop((CIRCUIT.try_acquire(), FETCH.try_acquire(&key))),
        5 => _ = CIRCUIT.try_acquire().map(Permit::success),
        6 => _ = FETCH.try_acquire(&key).map(Permit::success),
        7..=9 => test.clock().advance(Duration::from_millis(1700 * u64::from(key))),
        10 => CIRCUIT.force_open(),
        11 => CIRCUIT.reset(),
        12 => CIRCUIT.open_for(Duration::from_secs(key.into())),
        13 => _ = circuit.map(CircuitBreaker::force_closed),
        14 => _ = circuit.map(CircuitBreaker::reset),
        _ => reconfigure(key),
    }
}

fn reconfigure(choice: u8) {
    let times = u64::from(choice) + 1;
    let overrides = Overrides::new()
        .all(Setting::RampUp(Some(Duration::from_secs(times))))
        .all(Setting::OpenFor(Duration::from_secs(2 * times)))
        .all(Setting::Enabled(choice != 1))
        .all(Setting::DryRun(choice == 2));
    registry().configure(&overrides).expect("these make sense");
}

/// The counters, by the name of the function and their series.
fn counters(recorded: &Recorded) -> BTreeMap<(String, String), u64> {
    recorded.during(publish);
    let all = recorded.of_each(&[CIRCUIT.name(), FETCH.name()]);
    all.into_iter().filter(|((_, series), _)| series.contains("_total{")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_counter_goes_down(steps in prop::collection::vec((0..16_u8, 0..4_u8), 1..60)) {
        let test = isolate();
        let recorded = Recorded::new();
        let mut before = counters(&recorded);
        for (at, &step) in steps.iter().enumerate() {
            take(&test, step);
            let now = counters(&recorded);
            for (series, count) in &before {
                prop_assert!(now[series] >= *count, "{series:?} after {:?}", &steps[..=at]);
            }
            prop_assert!(before.keys().eq(now.keys()), "a counter came late");
            before = now;
        }
    }
}
