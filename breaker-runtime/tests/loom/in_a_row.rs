//! S10, S11: whatever happens at once ends as if one step had come after the other, in one order or
//! another.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use breaker_runtime::{CircuitBreaker, Permit, State};
use loom::thread;

use crate::bounded;

/// A circuit to begin with, and calls under way: of the first thread, and of the second.
pub(crate) type Beginning = fn() -> (&'static CircuitBreaker, [Option<Permit<'static>>; 2]);

/// A step of a thread, with its call under way if it has one.
pub(crate) type Step = fn(&'static CircuitBreaker, &mut Option<Permit<'static>>);

/// What is left, as far as anybody can see: all of a snapshot but the times, what happened in its
/// order, and what happens next.
type Left = (String, Vec<String>, usize);

/// A call, which is two steps: others come between them.
pub(crate) const ASK: Step = |breaker, call| *call = breaker.try_acquire().ok();
pub(crate) const SUCCEED: Step = |_, call| call.take().map(Permit::success).unwrap_or_default();
pub(crate) const FAIL: Step = |_, call| call.take().map(Permit::failure).unwrap_or_default();
pub(crate) const DROP: Step = |_, call| drop(call.take());

/// Explores all interleavings of two threads that take these steps with up to three preemptions;
/// each ends as one of the orders does.
pub(crate) fn ends_as_in_a_row(begin: Beginning, one: &'static [Step], other: &'static [Step]) {
    let allowed = Arc::new(Mutex::new(HashSet::new()));
    for order in orders(one.len(), other.len()) {
        let allowed = Arc::clone(&allowed);
        bounded(0, move || {
            let (breaker, [mut first, mut second]) = begin();
            let (mut one, mut other) = (one.iter(), other.iter());
            for is_first in order.clone() {
                match if is_first { (one.next(), &mut first) } else { (other.next(), &mut second) }
                {
                    (Some(step), call) => step(breaker, call),
                    (None, _) => unreachable!("each step is taken once"),
                }
            }
            allowed.lock().unwrap().insert(left(breaker));
        });
    }
    bounded(3, move || {
        let (breaker, [mut first, mut second]) = begin();
        let there = thread::spawn(move || {
            for step in one {
                step(breaker, &mut first);
            }
            first
        });
        for step in other {
            step(breaker, &mut second);
        }
        let _under_way = there.join().unwrap();
        let (left, allowed) = (left(breaker), allowed.lock().unwrap());
        assert!(allowed.contains(&left), "{left:#?}\nnone of\n{allowed:#?}");
    });
}

/// Every order of so many steps of one thread and so many of another: true for one of the first.
fn orders(one: usize, other: usize) -> Vec<Vec<bool>> {
    if one == 0 || other == 0 {
        return vec![[vec![true; one], vec![false; other]].concat()];
    }
    let first = |is_first: bool, rest: Vec<Vec<bool>>| {
        rest.into_iter().map(move |rest| [vec![is_first], rest].concat())
    };
    let begins_with_one = first(true, orders(one - 1, other));
    begins_with_one.chain(first(false, orders(one, other - 1))).collect()
}

fn left(breaker: &CircuitBreaker) -> Left {
    let now = breaker.snapshot();
    let seen = (now.state, now.calls, now.failures_in_window, now.opened, now.retry_after);
    let history = breaker.history();
    let before = history.iter().skip(1).zip(&history);
    assert!(before.clone().all(|(event, before)| event.from == before.to), "{history:#?}");
    let events = history.iter().map(|event| format!("{:?}", event.kind)).collect();
    (format!("{seen:?} {:?}", now.policy), events, next(breaker))
}

/// How many calls it takes to another state: failures of a closed circuit, successes of a half-open
/// one.
fn next(breaker: &CircuitBreaker) -> usize {
    let end: fn(Permit<'_>) = match breaker.state() {
        State::Closed => |call| call.failure(),
        State::HalfOpen => |call| call.success(),
        _ => return usize::from(breaker.try_acquire().map(Permit::ignore).is_ok()),
    };
    let state = breaker.state();
    let stays = |_: &usize| {
        breaker.try_acquire().map(end).unwrap_or_default();
        breaker.state() != state
    };
    (1..5).find(stays).unwrap_or(0)
}
