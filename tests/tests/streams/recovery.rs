//! Streams that close a circuit and die, or outlive what becomes of it.

use core::task::Poll;
use core::time::Duration;

use breaker_runtime::stream::Watched;
use breaker_runtime::{Policy, State};
use tests::TestCircuit;

use crate::feed::{Feed, Next};
use crate::{SECOND, next};

const OPEN_FOR: Duration = Duration::from_secs(10);

const POLICY: Policy =
    Policy::new().threshold(2).open_for(OPEN_FOR).max_open_for(Duration::from_hours(1));

fn serving(circuit: &TestCircuit) -> (Watched<'_, Feed>, Feed) {
    let feed = Feed::good();
    let mut stream = circuit.admitted().watch(feed.clone());
    assert!(next(&mut stream).is_ready());
    (stream, feed)
}

fn die((mut stream, feed): (Watched<'_, Feed>, Feed)) {
    feed.put(Next::Item(Err("reset")));
    assert!(matches!(next(&mut stream), Poll::Ready(Some(Err(_)))));
}

#[test]
fn a_stream_that_has_closed_the_circuit_and_dies_opens_it_again_for_longer() {
    let circuit = TestCircuit::new(POLICY);
    circuit.trip_and_wait();
    let mut open_for = OPEN_FOR;
    for opened in 2..6 {
        let stream = serving(&circuit);
        circuit.is(State::Closed).after(SECOND);
        die(stream);
        open_for *= 2;
        let now = circuit.is(State::Open).snapshot();
        assert_eq!((now.opened, now.retry_after), (opened, Some(open_for)));
        circuit.after(open_for);
    }
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure), (0, 6));
}

#[test]
fn so_it_does_in_a_ramp_up_and_when_that_is_over() {
    for after in [SECOND, 5 * SECOND, 6 * SECOND, 60 * SECOND] {
        let circuit = TestCircuit::new(POLICY.ramp_up(5 * SECOND));
        circuit.trip_and_wait();
        let stream = serving(&circuit);
        circuit.is(State::RampUp).after(after);
        die(stream);
        let now = circuit.is(State::Open).snapshot();
        assert_eq!(now.retry_after, Some(2 * OPEN_FOR), "after {after:?}");
    }
}

#[test]
fn one_that_closed_it_in_another_life_is_a_failure_like_any_other() {
    let circuit = TestCircuit::new(POLICY);
    circuit.trip_and_wait();
    let stream = serving(&circuit);
    circuit.trip();
    circuit.after(2 * OPEN_FOR).succeed();
    die(stream);
    assert_eq!(circuit.is(State::Closed).failures_in_window(), 1);
    for forced_or_reset in [0, 1] {
        let circuit = TestCircuit::new(POLICY);
        circuit.trip_and_wait();
        let stream = serving(&circuit);
        if forced_or_reset == 0 {
            circuit.reset();
        } else {
            circuit.force_closed();
        }
        die(stream);
        let failures = circuit.failures_in_window();
        assert_eq!(failures, u64::from(forced_or_reset == 0));
    }
}

#[test]
fn one_that_outlives_an_outage_counts_in_whatever_closed_state_there_is() {
    for policy in [POLICY, POLICY.ramp_up(60 * SECOND)] {
        let circuit = TestCircuit::new(policy);
        let (first, second) = (serving(&circuit), serving(&circuit));
        circuit.trip_and_wait().succeed();
        die(first);
        assert_eq!(circuit.failures_in_window(), 1);
        die(second);
        circuit.is(State::Open);
    }
}

#[test]
fn while_the_circuit_is_open_or_half_open_it_is_counted_and_changes_nothing() {
    let circuit = TestCircuit::new(POLICY);
    let streams = [(); 3].map(|()| serving(&circuit));
    circuit.trip();
    let [first, second, third] = streams;
    die(first);
    assert_eq!(circuit.is(State::Open).snapshot().retry_after, Some(OPEN_FOR));
    circuit.after_open_time();
    let trial = circuit.admitted();
    die(second);
    circuit.is(State::HalfOpen);
    trial.success();
    circuit.is(State::Closed).force_open();
    die(third);
    circuit.is(State::ForcedOpen);
    assert_eq!(circuit.snapshot().calls.failure, 5);
}

#[test]
fn a_trial_among_others_that_dies_before_the_circuit_closes_was_a_failed_one() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(3));
    circuit.trip_and_wait();
    let stream = serving(&circuit);
    circuit.succeed().is(State::HalfOpen);
    die(stream);
    let now = circuit.is(State::Open).snapshot();
    assert_eq!((now.opened, now.retry_after), (2, Some(2 * OPEN_FOR)));
    // The one that closed it is the last.
    circuit.after(2 * OPEN_FOR);
    let first = serving(&circuit);
    circuit.succeed();
    let last = serving(&circuit);
    circuit.is(State::Closed);
    die(first);
    assert_eq!(circuit.is(State::Closed).failures_in_window(), 1);
    die(last);
    circuit.is(State::Open);
}

#[test]
fn an_answer_that_has_closed_the_circuit_and_is_watched_at_once_does_the_same() {
    let circuit = TestCircuit::new(POLICY);
    circuit.trip_and_wait().succeed();
    let feed = Feed::default();
    let stream = circuit.watch(feed.clone());
    circuit.is(State::Closed).succeed_times(5);
    die((stream, feed));
    assert_eq!(circuit.is(State::Open).snapshot().retry_after, Some(2 * OPEN_FOR));

    // Others have succeeded by then: nobody knows whose answer it is.
    circuit.after(2 * OPEN_FOR).succeed().succeed();
    let feed = Feed::default();
    let stream = circuit.watch(feed.clone());
    die((stream, feed));
    assert_eq!(circuit.is(State::Closed).failures_in_window(), 1);
}

#[test]
fn calls_of_a_dry_run_and_of_a_forced_state_are_counted_and_stay_out_of_the_window() {
    let circuit = TestCircuit::new(POLICY.dry_run(true));
    circuit.trip();
    let would_be_rejected = serving(&circuit);
    circuit.after_open_time().succeed();
    die(would_be_rejected);
    let now = circuit.is(State::Closed).snapshot();
    assert_eq!((now.failures_in_window, now.calls.failure, now.calls.success), (0, 3, 1));

    let circuit = TestCircuit::new(POLICY);
    circuit.force_closed();
    let forced = serving(&circuit);
    let watched = Feed::default();
    let by_hand = circuit.watch(watched.clone());
    circuit.reset();
    die(forced);
    die((by_hand, watched));
    assert_eq!(circuit.is(State::Closed).failures_in_window(), 0);
}
