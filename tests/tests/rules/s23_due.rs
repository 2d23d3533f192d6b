//! S23: what is shown is true when it is read, also before a call finds out; the event comes with
//! the call.

use core::time::Duration;

use breaker_runtime::{EventKind, Policy, State};
use tests::{TICK, TestCircuit, just_before};

use crate::SECOND;

const OPEN_FOR: Duration = Duration::from_secs(30);
const RAMP_UP: Duration = Duration::from_mins(1);
const POLICY: Policy = Policy::new().threshold(2).open_for(OPEN_FOR).ramp_up(RAMP_UP);

#[test]
fn an_open_circuit_whose_time_is_over_is_half_open() {
    let circuit = TestCircuit::new(POLICY);
    circuit.trip();
    circuit.after(just_before(OPEN_FOR)).is(State::Open);
    assert_eq!(circuit.snapshot().retry_after, Some(TICK));
    circuit.after(TICK).is(State::HalfOpen).after(SECOND);
    let now = circuit.snapshot();
    assert_eq!((now.state, now.in_state_for, now.retry_after), (State::HalfOpen, SECOND, None));
    assert_eq!(circuit.history().len(), 1, "nobody has called");
    let _trial = circuit.admitted();
    let now = circuit.snapshot();
    assert_eq!((now.state, now.in_state_for), (State::HalfOpen, SECOND), "from the same moment on");
    assert_eq!(circuit.history()[1].kind, EventKind::HalfOpened);
}

#[test]
fn a_ramp_up_whose_time_is_over_is_closed() {
    let circuit = TestCircuit::new(POLICY);
    circuit.trip_and_wait().succeed().after(just_before(RAMP_UP)).is(State::RampUp);
    circuit.after(TICK).is(State::Closed).after(SECOND);
    let now = circuit.snapshot();
    assert_eq!((now.state, now.in_state_for), (State::Closed, SECOND));
    assert_eq!(circuit.history().len(), 3);
    assert_eq!(circuit.succeed().snapshot().in_state_for, SECOND);
    assert_eq!(circuit.history()[3].kind, EventKind::Closed);
}

#[test]
fn the_time_in_each_state_is_by_their_ends_and_never_goes_back() {
    let circuit = TestCircuit::new(POLICY);
    let times = || {
        let now = circuit.snapshot();
        [State::Closed, State::Open, State::HalfOpen, State::RampUp].map(|state| now.time_in(state))
    };
    circuit.after(5 * SECOND).trip();
    circuit.after(OPEN_FOR + 7 * SECOND);
    assert_eq!(times(), [5 * SECOND, OPEN_FOR, 7 * SECOND, Duration::ZERO]);
    circuit.succeed().after(RAMP_UP + 2 * SECOND);
    assert_eq!(times(), [7 * SECOND, OPEN_FOR, 7 * SECOND, RAMP_UP]);
    circuit.succeed();
    assert_eq!(times(), [7 * SECOND, OPEN_FOR, 7 * SECOND, RAMP_UP]);
}

#[test]
fn what_somebody_does_by_hand_comes_after_what_was_due() {
    type Steps = fn(&TestCircuit);
    let by_hand: [(Steps, State); 4] = [
        (|circuit| circuit.force_open(), State::ForcedOpen),
        (|circuit| circuit.force_closed(), State::ForcedClosed),
        (|circuit| circuit.reset(), State::Closed),
        (|circuit| circuit.open_for(SECOND), State::Open),
    ];
    for (act, state) in by_hand {
        let circuit = TestCircuit::new(POLICY);
        circuit.trip_and_wait();
        act(&circuit);
        let history = circuit.is(state).history();
        let steps: Vec<_> = history.iter().map(|event| (event.from, event.to)).collect();
        let expected = [
            (State::Closed, State::Open),
            (State::Open, State::HalfOpen),
            (State::HalfOpen, state),
        ];
        assert_eq!(steps, expected);
    }
}

#[test]
fn failures_leave_the_window_while_the_circuit_is_open() {
    let circuit = TestCircuit::new(POLICY.window(10 * SECOND));
    circuit.fail().after(SECOND).fail().is(State::Open);
    assert_eq!(circuit.failures_in_window(), 2);
    circuit.after(9 * SECOND).is(State::Open);
    assert_eq!(circuit.failures_in_window(), 1);
    circuit.after(SECOND).is(State::Open);
    assert_eq!(circuit.failures_in_window(), 0);
}

/// What a health check does: 503 while something rejects calls. Nobody calls while it says so, and
/// still it ends.
#[test]
fn a_health_check_ends_by_itself() {
    let circuit = TestCircuit::new(POLICY);
    let is_healthy = || circuit.state() != State::Open && circuit.snapshot().retry_after.is_none();
    assert!(is_healthy());
    circuit.trip();
    assert!(!is_healthy());
    circuit.after(OPEN_FOR);
    assert!(is_healthy());
    assert!(format!("{:?}", *circuit).contains("HalfOpen"));
}

#[test]
fn a_disabled_circuit_says_so_whatever_is_due() {
    let circuit = TestCircuit::new(POLICY.enabled(false));
    circuit.set_state(State::Open);
    circuit.after(OPEN_FOR).is(State::ForcedClosed).after(SECOND);
    assert_eq!(circuit.snapshot().state, State::ForcedClosed);
}
