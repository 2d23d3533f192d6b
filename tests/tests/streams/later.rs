//! After the first good item: a failure takes the success back.

use core::task::Poll;

use breaker_runtime::stream::Watched;
use breaker_runtime::{Policy, State};
use tests::TestCircuit;

use crate::feed::{Feed, Next};
use crate::{SECOND, next};

/// A stream that has begun to serve, and how it goes on.
fn serving(circuit: &TestCircuit) -> (Watched<'_, Feed>, Feed) {
    let feed = Feed::good();
    let mut stream = circuit.admitted().watch(feed.clone());
    assert!(next(&mut stream).is_ready());
    (stream, feed)
}

/// It fails after its first item.
fn die((mut stream, feed): (Watched<'_, Feed>, Feed)) {
    feed.put(Next::Item(Err("reset")));
    assert!(matches!(next(&mut stream), Poll::Ready(Some(Err(_)))));
}

const EVERY_RULE: [Policy; 6] = [
    Policy::new().threshold(3).window(SECOND),
    Policy::new().threshold(3).window_calls(10),
    Policy::new().threshold_percent(50.0).min_calls(3).window(SECOND),
    Policy::new().threshold_percent(50.0).min_calls(3).window_calls(10),
    Policy::new().threshold_percent(100.0).min_calls(3).window(SECOND),
    Policy::new().consecutive(3),
];

#[test]
fn streams_that_all_die_half_way_open_the_circuit_under_every_rule() {
    for policy in EVERY_RULE {
        let circuit = TestCircuit::new(policy);
        for _ in 0..3 {
            circuit.is(State::Closed);
            die(serving(&circuit));
        }
        circuit.is(State::Open);
        let calls = circuit.snapshot().calls;
        assert_eq!((calls.success, calls.failure, calls.failed_later), (0, 3, 3), "{policy}");
    }
}

#[test]
fn so_do_those_that_serve_at_the_same_time() {
    for policy in EVERY_RULE {
        let circuit = TestCircuit::new(policy);
        let all = [(); 3].map(|()| serving(&circuit));
        circuit.is(State::Closed);
        all.into_iter().for_each(die);
        circuit.is(State::Open);
    }
}

#[test]
fn and_those_that_live_on_keep_it_closed() {
    // Shares and runs: those of a number look at failures alone.
    for policy in &EVERY_RULE[2..] {
        let circuit = TestCircuit::new(*policy);
        for _ in 0..3 {
            let (_alive, dead) = (serving(&circuit), serving(&circuit));
            circuit.succeed().succeed();
            die(dead);
            circuit.succeed();
        }
        circuit.is(State::Closed);
        assert_eq!(circuit.snapshot().calls.failure, 3, "{policy}");
    }
}

#[test]
fn the_calls_of_a_share_do_not_grow() {
    for policy in [
        Policy::new().threshold_percent(50.0).min_calls(4).window(SECOND),
        Policy::new().threshold_percent(50.0).min_calls(4).window_calls(100),
    ] {
        let circuit = TestCircuit::new(policy);
        let [first, second, ..] = [(); 4].map(|()| serving(&circuit));
        die(first);
        // One of four, and with one call more it would never be a half.
        circuit.is(State::Closed);
        die(second);
        circuit.is(State::Open);
    }
}

#[test]
fn a_failure_whose_success_no_longer_counts_is_a_call_like_any_other() {
    let circuit =
        TestCircuit::new(Policy::new().threshold_percent(50.0).min_calls(2).window(SECOND));
    let old = serving(&circuit);
    circuit.after(2 * SECOND);
    die(old);
    circuit.is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 1, "one call, that failed: too few");
    circuit.fail().is(State::Open);
}

#[test]
fn a_window_of_calls_gives_the_failure_the_place_of_the_latest_success() {
    let circuit = TestCircuit::new(Policy::new().threshold(3).window_calls(4));
    let old = serving(&circuit);
    circuit.fail().fail();
    // success, failure, failure: the first of them becomes a failure.
    die(old);
    circuit.is(State::Open);

    let circuit = TestCircuit::new(Policy::new().threshold(4).window_calls(4));
    let old = serving(&circuit);
    circuit.succeed_times(10).fail();
    die(old);
    assert_eq!(circuit.failures_in_window(), 2);
    circuit.succeed_times(3);
    assert_eq!(circuit.failures_in_window(), 1, "it is the latest call");
    circuit.succeed();
    assert_eq!(circuit.failures_in_window(), 0);
}

#[test]
fn a_window_of_failures_alone_holds_one_more() {
    let circuit = TestCircuit::new(Policy::new().threshold(4).window_calls(4));
    let [old, older] = [(); 2].map(|()| serving(&circuit));
    circuit.trip_and_wait().succeed();
    circuit.fail().fail();
    die(old);
    assert_eq!(circuit.failures_in_window(), 3, "never more than there are calls");
    circuit.succeed();
    // The success is the latest call: its place is taken.
    die(older);
    circuit.is(State::Open);
}

#[test]
fn a_run_goes_on_only_over_the_success_that_is_taken_back() {
    // A success, a failure, and a success stand: that of before the failure breaks no run.
    let circuit = TestCircuit::new(Policy::new().consecutive(2));
    let old = serving(&circuit);
    circuit.fail().succeed();
    die(old);
    circuit.is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 1);

    // Nothing stands between.
    let circuit = TestCircuit::new(Policy::new().consecutive(2));
    let old = serving(&circuit);
    circuit.fail();
    die(old);
    circuit.is(State::Open);

    let circuit = TestCircuit::new(Policy::new().consecutive(2));
    circuit.fail();
    die(serving(&circuit));
    circuit.is(State::Open);

    // Another one does.
    let circuit = TestCircuit::new(Policy::new().consecutive(2));
    circuit.fail();
    let stream = serving(&circuit);
    circuit.succeed();
    die(stream);
    circuit.is(State::Closed);
}

#[test]
fn it_counts_once_however_often_the_stream_fails() {
    let circuit = TestCircuit::new(Policy::new().threshold(2));
    let (mut stream, feed) = serving(&circuit);
    for _ in 0..5 {
        feed.put(Next::Item(Err("reset")));
        assert!(next(&mut stream).is_ready());
    }
    circuit.is(State::Closed);
    assert_eq!(circuit.snapshot().calls.total(), 1);
}

#[test]
fn it_says_why_and_what_kind() {
    let circuit = TestCircuit::new(Policy::new().threshold(2).last_error(true));
    die(serving(&circuit));
    assert_eq!(circuit.snapshot().calls.failure_kinds.error, 1);
    let (mut stream, feed) = serving(&circuit);
    feed.put(Next::Panic);
    let polled = std::panic::AssertUnwindSafe(|| next(&mut stream));
    assert!(std::panic::catch_unwind(polled).is_err());
    assert_eq!(circuit.snapshot().calls.failure_kinds.panic, 1);
    circuit.is(State::Open);
}

#[test]
fn one_that_ends_or_is_dropped_stays_a_success() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let (mut stream, feed) = serving(&circuit);
    feed.put(Next::End);
    assert_eq!(next(&mut stream), Poll::Ready(None));
    drop(stream);
    drop(serving(&circuit));
    assert_eq!(circuit.is(State::Closed).snapshot().calls.success, 2);
}

#[test]
fn an_answer_that_was_counted_is_watched_from_there() {
    for policy in EVERY_RULE {
        let circuit = TestCircuit::new(policy);
        for _ in 0..3 {
            let feed = Feed::default();
            circuit.succeed();
            die((circuit.watch(feed.clone()), feed));
        }
        circuit.is(State::Open);
    }
}
