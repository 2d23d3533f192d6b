//! S5: rejects while `now < opened + open_for`; at exactly that instant a call is admitted.

use core::time::Duration;

use std::time::Instant;

use breaker_runtime::{CircuitBreaker, Permit, Policy, State};
use tests::{TICK, TestCircuit, just_before};

use crate::SECOND;

const OPEN_FOR: Duration = Duration::from_secs(30);

fn circuit() -> TestCircuit {
    TestCircuit::new(Policy::new().threshold(2).open_for(OPEN_FOR))
}

#[test]
fn rejects_until_one_nanosecond_before_the_end_and_admits_at_the_end() {
    for open_for in [TICK, 10 * TICK, Duration::from_millis(11), SECOND, OPEN_FOR] {
        let circuit = TestCircuit::new(Policy::new().threshold(1).open_for(open_for));
        circuit.after(SECOND).fail().is(State::Open);
        let trial = circuit.admits_exactly_after(open_for);
        circuit.is(State::HalfOpen);
        trial.success();
        circuit.is(State::Closed);
    }
}

#[test]
fn the_open_time_is_thirty_seconds_unless_said_otherwise() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.trip();
    circuit.admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn the_open_time_starts_at_the_last_failure() {
    let circuit = circuit();
    circuit.fail().after(SECOND).fail().is(State::Open);
    circuit.admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn from_the_end_of_its_time_on_it_waits_for_somebody_who_asks() {
    let circuit = circuit();
    circuit.trip_and_wait().after(OPEN_FOR).is(State::HalfOpen);
    assert_eq!(circuit.snapshot().retry_after, None, "a call would be admitted at once");
    circuit.succeed().is(State::Closed);
}

#[test]
fn a_rejection_says_who_what_and_how_long() {
    let circuit = circuit();
    circuit.trip();
    let at_once = circuit.rejected();
    assert_eq!((at_once.name(), at_once.state()), (circuit.name(), State::Open));
    assert_eq!(at_once.retry_after(), Some(OPEN_FOR));

    let last_moment = circuit.after(just_before(OPEN_FOR)).rejected();
    assert_eq!(last_moment.retry_after(), Some(TICK));
    assert_eq!(circuit.snapshot().retry_after, Some(TICK));
}

#[test]
fn rejections_do_not_prolong_it() {
    let circuit = circuit();
    circuit.trip();
    for _ in 0..30 {
        circuit.rejected();
        circuit.after(just_before(SECOND)).rejected();
        circuit.after(TICK);
    }
    circuit.succeed().is(State::Closed);
}

#[test]
fn results_of_calls_under_way_do_not_prolong_it() {
    let circuit = circuit();
    let late: Vec<_> = (0..10).map(|_| circuit.admitted()).collect();
    circuit.trip();
    circuit.after(OPEN_FOR / 2);
    late.into_iter().for_each(Permit::failure);
    circuit.is(State::Open).admits_exactly_after(OPEN_FOR / 2).success();
    circuit.is(State::Closed);
}

#[test]
fn results_of_calls_under_way_do_not_shorten_it() {
    let circuit = circuit();
    let late: Vec<_> = (0..10).map(|_| circuit.admitted()).collect();
    circuit.trip();
    late.into_iter().for_each(Permit::success);
    circuit.is(State::Open).admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn a_failed_trial_opens_it_for_the_whole_time_again() {
    let circuit = circuit();
    circuit.trip_and_wait();
    let trial = circuit.admitted();
    circuit.after(SECOND);
    trial.failure();
    circuit.is(State::Open).admits_exactly_after(OPEN_FOR).success();
    assert_eq!(circuit.snapshot().opened, 2);
}

#[test]
fn the_body_of_a_rejected_call_does_not_run() {
    let circuit = circuit();
    circuit.trip();
    let answer: Result<(), Box<dyn core::error::Error>> =
        circuit.call(|| unreachable!("the circuit is open"));
    assert!(answer.unwrap_err().is::<breaker_runtime::CircuitOpen>());
}

#[test]
fn an_open_time_without_end_never_overflows() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).open_for(Duration::MAX));
    circuit.after(SECOND).fail().is(State::Open);
    let open = circuit.after(tests::TEN_YEARS).rejected();
    assert!(open.retry_after().unwrap() > 50 * tests::TEN_YEARS);
}

#[test]
fn on_the_systems_clock_it_ends_never_early_and_hardly_late() {
    let open_for = Duration::from_millis(30);
    for _ in 0..5 {
        let circuit = CircuitBreaker::new("timed", Policy::new().threshold(1).open_for(open_for));
        let before = Instant::now();
        circuit.try_acquire().unwrap().failure();
        let opened = Instant::now();
        while circuit.try_acquire().is_err() {
            assert!(opened.elapsed() < open_for + SECOND, "late");
        }
        assert!(before.elapsed() >= open_for, "early");
    }
}
