//! Before the first good item: what decides how the call of a permit counts.

use core::task::Poll;
use core::time::Duration;

use breaker_runtime::{Calls, FailureKind, Policy, State, Verdict};
use tests::{TICK, TestCircuit, panic_quietly};

use crate::feed::{Feed, Next};
use crate::{SECOND, Token, next};

const POLICY: Policy = Policy::new().threshold(2);

/// What a circuit has counted of a stream that is polled as often as there is something to get.
fn counted(all: &[Next]) -> Calls {
    let (circuit, feed) = (TestCircuit::new(POLICY), Feed::default());
    for next in all {
        feed.put(*next);
    }
    let mut stream = circuit.admitted().watch(feed);
    panic_quietly_if(all, || while let Poll::Ready(Some(_)) = next(&mut stream) {});
    drop(stream);
    circuit.snapshot().calls
}

fn panic_quietly_if(all: &[Next], poll: impl FnOnce()) {
    if all.iter().any(|next| matches!(next, Next::Panic)) {
        struct Polled<F: FnOnce()>(Option<F>);
        impl<F: FnOnce()> Drop for Polled<F> {
            fn drop(&mut self) {
                let poll = self.0.take().map(std::panic::AssertUnwindSafe);
                let _ = std::panic::catch_unwind(move || poll.map(|poll| poll.0()));
            }
        }
        panic_quietly(Polled(Some(poll)));
    } else {
        poll();
    }
}

const GOOD: Next = Next::Item(Ok(1));
const BAD: Next = Next::Item(Err("reset"));

#[test]
fn the_first_good_item_or_the_end_is_the_success() {
    for all in [&[GOOD][..], &[GOOD, GOOD, GOOD], &[GOOD, Next::End], &[Next::End]] {
        let calls = counted(all);
        assert_eq!((calls.success, calls.total()), (1, 1), "{all:?}");
    }
}

#[test]
fn a_bad_item_or_a_panic_before_is_the_failure_and_counts_once() {
    for all in [&[BAD][..], &[BAD, GOOD], &[BAD, BAD, Next::End]] {
        let calls = counted(all);
        assert_eq!((calls.failure_kinds.error, calls.total()), (1, 1), "{all:?}");
    }
    let calls = counted(&[Next::Panic]);
    assert_eq!((calls.failure_kinds.panic, calls.total()), (1, 1));
}

#[test]
fn one_that_is_dropped_before_was_abandoned_and_after_that_is_a_success() {
    let calls = counted(&[]);
    assert_eq!((calls.abandoned, calls.total()), (1, 1));
    let circuit = TestCircuit::new(POLICY);
    drop(circuit.admitted().watch(Feed::good()));
    assert_eq!(circuit.snapshot().calls.abandoned, 1, "never polled");
}

#[test]
fn ignored_items_decide_nothing() {
    let judge = |token: &Token| match token {
        Ok(0) => Verdict::Ignored,
        Ok(_) => Verdict::Success,
        Err(_) => Verdict::Failure,
    };
    for (second, expected) in [(GOOD, (1, 0)), (BAD, (0, 1)), (Next::End, (1, 0))] {
        let (circuit, feed) = (TestCircuit::new(POLICY), Feed::good());
        let mut stream = circuit.admitted().watch(feed.clone()).judged_by(judge);
        assert_eq!(next(&mut stream), Poll::Ready(Some(Ok(0))));
        assert_eq!(circuit.snapshot().calls.total(), 0);
        feed.put(second);
        let _ = next(&mut stream);
        let calls = circuit.snapshot().calls;
        assert_eq!((calls.success, calls.failure), expected, "{second:?}");
    }
}

#[test]
fn a_stream_whose_first_item_takes_too_long_is_a_slow_call_and_fails_no_more() {
    let circuit = TestCircuit::new(POLICY.slow_call(SECOND));
    let feed = Feed::default();
    let mut stream = circuit.admitted().watch(feed.clone());
    assert_eq!(next(&mut stream), Poll::Pending);
    circuit.after(SECOND + TICK);
    feed.put(GOOD).put(BAD);
    while let Poll::Ready(Some(_)) = next(&mut stream) {}
    let now = circuit.snapshot();
    assert_eq!((now.calls.failure_kinds.slow_call, now.calls.failure), (1, 1));
    // To the first item and no longer.
    let feed = Feed::good();
    let mut stream = circuit.admitted().watch(feed.clone());
    assert!(next(&mut stream).is_ready());
    circuit.after(Duration::from_hours(1));
    feed.put(GOOD).put(Next::End);
    while let Poll::Ready(Some(_)) = next(&mut stream) {}
    drop(stream);
    assert_eq!(circuit.snapshot().calls.failure, 1);
}

#[test]
fn a_trial_holds_its_place_until_the_first_item_and_gives_it_back_when_it_is_dropped() {
    let circuit = TestCircuit::new(POLICY);
    circuit.trip_and_wait();
    let feed = Feed::default();
    let mut stream = circuit.admitted().watch(feed.clone());
    assert_eq!(next(&mut stream), Poll::Pending);
    circuit.rejected();
    drop(stream);
    let mut stream = circuit.admitted().watch(feed.clone());
    feed.put(GOOD);
    assert!(next(&mut stream).is_ready());
    circuit.is(State::Closed);
}

#[test]
fn one_that_fails_in_its_first_item_opens_the_circuit_again() {
    let circuit = TestCircuit::new(POLICY);
    circuit.trip_and_wait();
    let feed = Feed::default();
    feed.put(BAD);
    assert!(next(&mut circuit.admitted().watch(feed)).is_ready());
    circuit.is(State::Open);
    assert_eq!(circuit.snapshot().opened, 2);
}

#[test]
fn what_is_polled_within_a_trial_is_part_of_it_until_its_first_item() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(2));
    circuit.trip_and_wait();
    let inner = futures_util::stream::poll_fn(|_| {
        Poll::Ready(Some(circuit.try_acquire().map(breaker_runtime::Permit::failure)))
    });
    let mut stream = circuit.admitted().watch(inner);
    // The call within decides, and what the stream yields then counts no more.
    assert!(matches!(next(&mut stream), Poll::Ready(Some(Ok(())))));
    circuit.is(State::Open);
    assert_eq!(circuit.snapshot().last_failure.map(|last| last.kind), Some(FailureKind::Error));
    assert_eq!(circuit.snapshot().calls.failure, 3);
}

#[test]
fn a_watched_stream_says_how_long_it_is_as_the_stream_does() {
    let circuit = TestCircuit::new(POLICY);
    let three = futures_util::stream::iter([Ok::<_, ()>(1), Ok(2), Ok(3)]);
    let mut stream = circuit.watch(three);
    assert_eq!(futures_util::Stream::size_hint(&stream), (3, Some(3)));
    let _ = next(&mut stream);
    assert_eq!(futures_util::Stream::size_hint(&stream), (2, Some(2)));
}
