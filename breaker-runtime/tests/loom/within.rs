//! S14: a trial call and the calls within it have one result, whichever of them reports first, and
//! whatever becomes of their round.

use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::io;
use std::sync::{Arc, Mutex};

use breaker_runtime::{CircuitBreaker, Permit, State};
use loom::thread;

use crate::{OPEN_FOR, lasting, model, recovering, recovering_at, succeed};

type Outer = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

/// A trial call that works when it is polled again, and a permit of a call within it.
fn trial(breaker: &'static CircuitBreaker) -> (Outer, Permit<'static>) {
    // Of the standard library: not another step of the model.
    let within = Arc::new(Mutex::new(None));
    let (inside, mut is_begun) = (Arc::clone(&within), false);
    let body = poll_fn(move |_| {
        if is_begun {
            return Poll::Ready(Ok(()));
        }
        is_begun = true;
        *inside.lock().unwrap() = breaker.try_acquire().ok();
        Poll::Pending
    });
    let mut outer: Outer = Box::pin(breaker.call_async(body));
    assert!(poll(&mut outer).is_pending());
    let permit = within.lock().unwrap().take().unwrap();
    (outer, permit)
}

fn poll(outer: &mut Outer) -> Poll<io::Result<()>> {
    outer.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// Takes one step on a thread of its own, and the other one here.
fn at_once(there: impl FnOnce() + Send + 'static, here: impl FnOnce()) {
    let there = thread::spawn(there);
    here();
    there.join().unwrap();
}

/// Successes and failures, without the one that opened the circuit at first.
fn results(breaker: &CircuitBreaker) -> (u64, u64) {
    let calls = breaker.snapshot().calls;
    (calls.success, calls.failure - 1)
}

#[test]
fn the_outer_call_and_the_one_within_bring_one_result() {
    model(2, || {
        let breaker = lasting(recovering(2));
        let (mut outer, within) = trial(breaker);
        at_once(move || assert!(poll(&mut outer).is_ready()), || within.success());
        assert_eq!((breaker.state(), results(breaker)), (State::HalfOpen, (1, 0)));
        succeed(breaker);
        assert_eq!(breaker.state(), State::Closed);
    });
}

#[test]
fn the_first_of_them_decides() {
    model(2, || {
        let breaker = lasting(recovering(1));
        let (mut outer, within) = trial(breaker);
        at_once(move || assert!(poll(&mut outer).is_ready()), || within.failure());
        let allowed = [(State::Closed, (1, 0)), (State::Open, (0, 1))];
        assert!(allowed.contains(&(breaker.state(), results(breaker))));
    });
}

#[test]
fn an_outer_call_that_is_given_up_leaves_the_result_to_the_one_within() {
    model(2, || {
        let breaker = lasting(recovering(1));
        let (outer, within) = trial(breaker);
        at_once(move || drop(outer), || within.success());
        assert_eq!((breaker.state(), results(breaker)), (State::Closed, (1, 0)));
    });
}

#[test]
fn a_result_from_within_counts_whoever_gets_the_place_meanwhile() {
    model(2, || {
        let (breaker, clock) = recovering_at(1);
        let breaker = lasting(breaker);
        let (outer, within) = trial(breaker);
        clock.advance(OPEN_FOR);
        at_once(|| drop(breaker.try_acquire()), || within.success());
        drop(outer);
        assert_eq!((breaker.state(), results(breaker)), (State::Closed, (1, 0)));
    });
}

#[test]
fn a_reopening_makes_what_is_within_late_and_no_trial_counts_twice() {
    model(2, || {
        let breaker = lasting(recovering(2));
        let (mut outer, within) = trial(breaker);
        let other = breaker.try_acquire().unwrap();
        at_once(move || other.failure(), || within.success());
        assert_eq!(breaker.state(), State::Open);
        assert!(poll(&mut outer).is_ready());
        assert_eq!((breaker.state(), results(breaker)), (State::Open, (1, 1)));
        assert_eq!(breaker.snapshot().opened, 2);
    });
}

#[test]
fn a_call_within_finds_its_trial_or_the_end_of_the_round() {
    model(2, || {
        let breaker = lasting(recovering(2));
        let other = breaker.try_acquire().unwrap();
        at_once(
            move || other.failure(),
            || {
                let _: io::Result<()> = breaker.call(|| {
                    succeed(breaker);
                    Ok(())
                });
            },
        );
        assert_eq!(breaker.state(), State::Open);
        let (successes, failures) = results(breaker);
        assert!(successes <= 1 && failures == 1, "one trial, one result");
    });
}
