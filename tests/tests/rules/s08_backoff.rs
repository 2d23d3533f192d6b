//! S8: the k-th reopening in a row lasts `min(open_for * 2^k, max_open_for)`, jittered once. k is 0
//! again once a ramp-up is over and the circuit has been closed for as long as it was last open.

use core::time::Duration;
use std::collections::BTreeSet;

use breaker_runtime::{Policy, State};
use tests::{TestCircuit, just_before};

use crate::SECOND;

const POLICY: Policy = Policy::new().threshold(1).open_for(SECOND);
const GROWING: Policy = POLICY.max_open_for(Duration::from_secs(5));

/// Asserts that the circuit opened for exactly this long; the trial call then fails.
#[track_caller]
fn reopens_after(circuit: &TestCircuit, seconds: u64) {
    circuit.admits_exactly_after(Duration::from_secs(seconds)).failure();
    circuit.is(State::Open);
}

#[test]
fn each_reopening_in_a_row_doubles_the_open_time_up_to_the_longest() {
    let circuit = TestCircuit::new(GROWING);
    circuit.fail();
    for seconds in [1, 2, 4, 5, 5] {
        reopens_after(&circuit, seconds);
    }
}

#[test]
fn without_a_longest_time_it_stays_the_same() {
    let circuit = TestCircuit::new(POLICY);
    circuit.fail();
    for _ in 0..5 {
        reopens_after(&circuit, 1);
    }
}

/// A circuit that was open for one second, for two and for four, and has just closed.
fn closed_after_four_seconds(policy: Policy) -> TestCircuit {
    let circuit = TestCircuit::new(policy);
    circuit.fail();
    reopens_after(&circuit, 1);
    reopens_after(&circuit, 2);
    circuit.admits_exactly_after(Duration::from_secs(4)).success();
    circuit
}

#[test]
fn one_good_sign_is_no_recovery() {
    let circuit = closed_after_four_seconds(GROWING);
    circuit.is(State::Closed).fail();
    reopens_after(&circuit, 5);
}

#[test]
fn closed_for_as_long_as_it_was_last_open_it_starts_over() {
    for (closed_for, opens_for) in [(just_before(4 * SECOND), 5), (4 * SECOND, 1)] {
        let circuit = closed_after_four_seconds(GROWING);
        circuit.succeed().after(closed_for).fail();
        reopens_after(&circuit, opens_for);
    }
}

#[test]
fn a_ramp_up_is_not_yet_closed() {
    let ramp_up = 9 * SECOND;
    for (closed_for, opens_for) in [(just_before(4 * SECOND), 5), (4 * SECOND, 1)] {
        let circuit = closed_after_four_seconds(GROWING.ramp_up(ramp_up));
        // Closed from the end of the ramp-up on, whoever asks and whenever.
        circuit.is(State::RampUp).after(ramp_up + closed_for).is(State::Closed).fail();
        reopens_after(&circuit, opens_for);
    }
}

#[test]
fn what_a_server_wished_counts_as_the_time_that_it_was_open() {
    for (closed_for, opens_for) in [(just_before(60 * SECOND), 2), (60 * SECOND, 1)] {
        let circuit = TestCircuit::new(GROWING);
        circuit.fail();
        circuit.open_for(60 * SECOND);
        circuit.admits_exactly_after(60 * SECOND).success();
        circuit.after(closed_for).fail();
        reopens_after(&circuit, opens_for);
    }
}

#[test]
fn jitter_counts_as_it_was_drawn() {
    let circuit = TestCircuit::new(GROWING.jitter_percent(50.0).max_open_for(100 * SECOND));
    for _ in 0..20 {
        circuit.fail();
        let open_for = circuit.rejected().retry_after().unwrap();
        circuit.after(open_for).succeed().after(just_before(open_for)).fail();
        let longer = circuit.rejected().retry_after().unwrap();
        assert!(longer >= SECOND, "of two seconds: {longer:?}");
        circuit.reset();
    }
}

#[test]
fn so_does_a_reset() {
    let circuit = TestCircuit::new(GROWING);
    circuit.fail();
    reopens_after(&circuit, 1);
    circuit.reset();
    circuit.fail();
    reopens_after(&circuit, 1);
}

#[test]
fn a_thousand_reopenings_stay_at_the_longest() {
    let circuit = TestCircuit::new(GROWING);
    circuit.fail();
    for _ in 0..1000 {
        circuit.after(Duration::from_secs(5)).fail();
    }
    reopens_after(&circuit, 5);
}

#[test]
fn a_rejection_knows_the_grown_time() {
    let circuit = TestCircuit::new(GROWING);
    circuit.fail();
    reopens_after(&circuit, 1);
    assert_eq!(circuit.rejected().retry_after(), Some(Duration::from_secs(2)));
}

#[test]
fn jitter_spreads_openings_to_both_sides_within_its_share() {
    let circuit = TestCircuit::new(POLICY.jitter_percent(20.0));
    let mut times = Vec::new();
    for _ in 0..1000 {
        circuit.fail();
        times.extend(circuit.rejected().retry_after());
        circuit.reset();
    }
    assert_eq!(times.len(), 1000);
    let range = Duration::from_millis(800)..=Duration::from_millis(1200);
    assert!(times.iter().all(|time| range.contains(time)), "{times:?}");
    assert!(times.iter().any(|&time| time < Duration::from_millis(850)));
    assert!(times.iter().any(|&time| time > Duration::from_millis(1150)));
}

#[test]
fn the_least_jitter_is_a_millionth_to_both_sides() {
    let circuit = TestCircuit::new(POLICY.jitter_percent(0.0001));
    let times: BTreeSet<_> = (0..1000)
        .filter_map(|_| {
            circuit.fail();
            let time = circuit.rejected().retry_after();
            circuit.reset();
            time
        })
        .collect();
    let micros = [999_999, 1_000_000, 1_000_001].map(Duration::from_micros);
    assert_eq!(times, BTreeSet::from(micros));
}

#[test]
fn it_is_drawn_once_per_opening() {
    let circuit = TestCircuit::new(POLICY.jitter_percent(20.0));
    circuit.fail();
    let first = circuit.rejected().retry_after();
    assert!((0..100).all(|_| circuit.rejected().retry_after() == first));
    circuit.admits_exactly_after(first.unwrap()).success();
}

#[test]
fn a_seed_makes_it_repeatable() {
    let times = [(); 2].map(|()| {
        let circuit = TestCircuit::new(POLICY.jitter_percent(50.0));
        circuit.set_seed(7);
        [(); 20].map(|()| {
            circuit.fail();
            let time = circuit.rejected().retry_after();
            circuit.reset();
            time
        })
    });
    assert_eq!(times[0], times[1]);
    assert_ne!(times[0][0], times[0][1]);
}

#[test]
fn the_wish_of_a_server_is_honoured() {
    let circuit = TestCircuit::new(POLICY);
    circuit.open_for(Duration::from_secs(7));
    circuit.is(State::Open);
    circuit.admits_exactly_after(Duration::from_secs(7)).success();
    circuit.is(State::Closed);
}

#[test]
fn the_wish_of_a_server_is_no_opening_in_the_row() {
    let circuit = TestCircuit::new(GROWING);
    circuit.open_for(SECOND);
    reopens_after(&circuit, 1);
    reopens_after(&circuit, 1);
    reopens_after(&circuit, 2);
}

#[test]
fn it_is_not_jittered_either() {
    let circuit = TestCircuit::new(POLICY.jitter_percent(100.0));
    for _ in 0..100 {
        circuit.open_for(SECOND);
        assert_eq!(circuit.rejected().retry_after(), Some(SECOND));
    }
}

#[test]
fn the_longest_time_is_jittered_too() {
    let circuit = TestCircuit::new(POLICY.max_open_for(SECOND).jitter_percent(20.0));
    let mut times = [(); 100].map(|()| {
        circuit.fail();
        let time = circuit.rejected().retry_after();
        circuit.reset();
        time
    });
    times.sort();
    assert!(times[0] < Some(SECOND) && Some(SECOND) < times[99], "{times:?}");
}

#[test]
fn with_all_the_jitter_there_is_it_still_opens() {
    let policy = POLICY.open_for(tests::TICK).jitter_percent(100.0);
    let circuit = TestCircuit::new(policy);
    for _ in 0..100 {
        circuit.fail().rejected();
        circuit.reset();
    }
}
