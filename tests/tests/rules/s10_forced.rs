//! S10: forced open, forced closed, and reset.

use breaker_runtime::{Policy, State};
use tests::{TEN_YEARS, TestCircuit, just_before};

use crate::SECOND;

type Steps = fn(&TestCircuit);

fn circuit() -> TestCircuit {
    TestCircuit::new(Policy::new().threshold(2).half_open_calls(2))
}

#[test]
fn forced_open_rejects_for_ever_and_nobody_knows_until_when() {
    let circuit = circuit();
    circuit.force_open();
    for _ in 0..3 {
        let open = circuit.after(TEN_YEARS).rejected();
        assert_eq!((open.state(), open.retry_after()), (State::ForcedOpen, None));
    }
    assert_eq!(circuit.snapshot().retry_after, None);
    assert_eq!(circuit.snapshot().opened, 0, "it did not open by itself");
}

#[test]
fn forced_closed_admits_everything_and_records_nothing_in_the_window() {
    for policy in [
        Policy::new().threshold(1),
        Policy::new().threshold_percent(1.0).min_calls(1),
        Policy::new().threshold(1).window_calls(1),
        Policy::new().consecutive(1),
    ] {
        let circuit = TestCircuit::new(policy);
        circuit.force_closed();
        circuit.fail_times(1_000).is(State::ForcedClosed);
        assert_eq!(circuit.failures_in_window(), 0);
        assert_eq!(circuit.snapshot().calls.failure, 1_000, "calls are counted all the same");
        circuit.reset();
        circuit.is(State::Closed);
        assert_eq!(circuit.failures_in_window(), 0);
    }
}

#[test]
fn successes_while_forced_closed_are_in_no_window_later() {
    let circuit = TestCircuit::new(Policy::new().threshold_percent(50.0).min_calls(2));
    circuit.force_closed();
    circuit.succeed_times(1_000);
    circuit.reset();
    circuit.fail().is(State::Closed).fail().is(State::Open);
}

#[test]
fn reset_closes_from_every_state_with_an_empty_window() {
    let states: [(State, Steps); 5] = [
        (State::Closed, |circuit| _ = circuit.fail()),
        (State::Open, |circuit| _ = circuit.trip()),
        (State::HalfOpen, |circuit| drop(circuit.trip_and_wait().admitted())),
        (State::ForcedOpen, |circuit| circuit.force_open()),
        (State::ForcedClosed, |circuit| circuit.force_closed()),
    ];
    for (state, enter) in states {
        let circuit = circuit();
        enter(&circuit);
        circuit.is(state).reset();
        circuit.is(State::Closed);
        assert_eq!(circuit.failures_in_window(), 0, "after {state}");
        circuit.fail().is(State::Closed).fail().is(State::Open);
    }
}

#[test]
fn the_forced_states_are_entered_from_every_state() {
    let enter: [Steps; 5] = [
        |_| (),
        |circuit| _ = circuit.trip(),
        |circuit| drop(circuit.trip_and_wait().admitted()),
        |circuit| circuit.force_open(),
        |circuit| circuit.force_closed(),
    ];
    for enter in enter {
        let circuit = circuit();
        enter(&circuit);
        circuit.force_open();
        circuit.is(State::ForcedOpen).rejected();

        let other = self::circuit();
        enter(&other);
        other.force_closed();
        other.is(State::ForcedClosed).succeed();
    }
}

#[test]
fn reset_forgets_the_open_time() {
    let circuit = circuit();
    circuit.trip();
    circuit.reset();
    circuit.succeed();
    circuit.trip();
    circuit.after(just_before(circuit.policy().settings().open_for)).rejected();
    circuit.after(tests::TICK).admitted().success();
}

#[test]
fn reset_keeps_the_counts_of_calls() {
    let circuit = circuit();
    circuit.succeed_times(3).trip();
    circuit.rejected();
    circuit.reset();
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.rejected, calls.total()), (3, 2, 1, 6));
}

#[test]
fn a_servers_wish_does_not_end_a_forced_state() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.force_open();
    circuit.open_for(SECOND);
    circuit.after(2 * SECOND).is(State::ForcedOpen);
    circuit.force_closed();
    circuit.open_for(SECOND);
    circuit.is(State::ForcedClosed).succeed();
    circuit.reset();
    circuit.open_for(SECOND);
    circuit.is(State::Open);
}
