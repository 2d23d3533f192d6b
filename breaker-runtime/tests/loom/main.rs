//! S11 under every interleaving that the memory model allows, for two or three threads.
//!
//! `ci/loom` runs them; `ci/loom NAME` those with this name.
//!
//! Bounds: two threads with up to three preemptions, or two where keys come and go, counts are
//! watched, and events are told; three threads with one. Threads, locks, atomics and the lanes on
//! which each thread counts are loom's; the queues of listeners, the registry and the subscribers
//! of `tracing` are not. In the models of keys and of trials the circuits count in memory that
//! threads share.

#![cfg(breaker_loom)]
#![expect(clippy::unwrap_used, reason = "a failed test")]

mod changes;
mod controls;
mod counts;
mod events;
mod failures;
mod in_a_row;
mod keys;
mod kinds;
mod outside;
mod rejections;
mod stale;
mod steered;
mod tallies;
mod trials;
mod within;

use core::time::Duration;
use std::sync::Arc;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Policy, State};
use loom::thread;

const OPEN_FOR: Duration = Duration::from_secs(30);
const TICK: Duration = Duration::from_nanos(1);

/// Explores all interleavings of two threads with up to three preemptions, and of more threads with
/// one: more of them take minutes.
fn model(threads: usize, execution: impl Fn() + Send + Sync + 'static) {
    let preemptions = if threads > 2 { 1 } else { 3 };
    bounded(preemptions, execution);
}

/// Explores all interleavings with up to so many preemptions.
fn bounded(preemptions: usize, execution: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    // A call of a key that finds no circuit takes many steps.
    (model.preemption_bound, model.max_branches) = (Some(preemptions), 10_000);
    model.check(execution);
}

/// Takes the slots that there are: later circuits count in memory that threads share, which leaves
/// less to explore.
fn share_counts() {
    for _ in 0..2 {
        let taker = CircuitBreaker::new("taker", Policy::new());
        let _ = taker.policy();
        core::mem::forget(taker);
    }
}

/// A circuit that was used before: what the first use does is a model of its own.
fn circuit(policy: Policy) -> Arc<CircuitBreaker> {
    Arc::new(
        CircuitBreaker::new("modelled", policy.open_for(OPEN_FOR)).with_clock(ManualClock::new()),
    )
}

/// For permits that go from thread to thread: loom has no scoped ones. Leaks a little in each of
/// some thousand executions.
fn lasting(breaker: Arc<CircuitBreaker>) -> &'static CircuitBreaker {
    Box::leak(Box::new(Arc::into_inner(breaker).unwrap()))
}

/// One that opened, and whose open time is over.
fn recovering(trials: u32) -> Arc<CircuitBreaker> {
    recovering_at(trials).0
}

/// The same, and its clock.
fn recovering_at(trials: u32) -> (Arc<CircuitBreaker>, ManualClock) {
    share_counts();
    let clock = ManualClock::new();
    let policy = Policy::new().threshold(1).open_for(OPEN_FOR).half_open_calls(trials);
    let breaker = CircuitBreaker::new("modelled", policy).with_clock(clock.clone());
    fail(&breaker);
    clock.advance(OPEN_FOR);
    (Arc::new(breaker), clock)
}

/// Runs each of the steps on a thread of its own, and waits for them.
fn at_once<const N: usize>(breaker: &Arc<CircuitBreaker>, steps: [fn(&CircuitBreaker); N]) {
    let start = |step: fn(&CircuitBreaker)| {
        let breaker = Arc::clone(breaker);
        thread::spawn(move || step(&breaker))
    };
    steps.map(start).into_iter().for_each(|thread| thread.join().unwrap());
}

fn fail(breaker: &CircuitBreaker) {
    if let Ok(permit) = breaker.try_acquire() {
        permit.failure();
    }
}

fn succeed(breaker: &CircuitBreaker) {
    if let Ok(permit) = breaker.try_acquire() {
        permit.success();
    }
}

fn abandon(breaker: &CircuitBreaker) {
    drop(breaker.try_acquire());
}

/// Fails until the circuit opens; says how often.
fn failures_to_open(breaker: &CircuitBreaker) -> usize {
    let fails = |_: &usize| {
        fail(breaker);
        breaker.state() == State::Open
    };
    (1..10).find(fails).unwrap()
}
