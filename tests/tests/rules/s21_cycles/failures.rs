//! Circles of fallbacks that also answer failures.

use core::cell::Cell;

use breaker_runtime::{Cause, circuit_breaker};

use super::{Answer, assert_rejected_by, circuit, open, while_open};

#[circuit_breaker(
    name = "cycle: failing", threshold = 2, fallback_on = failure, fallback = |cause| after(&cause)
)]
fn failing() -> Answer {
    RUNS.set(RUNS.get() + 1);
    Err(circuit("cycle: two failing").try_acquire().map(drop).map_or_else(|open| open, |()| open()))
}

#[circuit_breaker(
    name = "cycle: two failing", threshold = 2, fallback_on = failure, fallback = failing
)]
fn two_failing() -> Answer {
    RUNS.set(RUNS.get() + 1);
    Err(open())
}

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

fn after(cause: &Cause<Answer>) -> Answer {
    assert!(matches!(cause, Cause::Open(_) | Cause::Failed(Err(_))));
    two_failing()
}

#[test]
fn of_fallbacks_for_failures() {
    while_open(&["cycle: failing", "cycle: two failing"], || {
        assert_rejected_by("cycle: failing", failing());
        assert_rejected_by("cycle: two failing", two_failing());
        assert_eq!(RUNS.get(), 0);
    });
    while_open(&["cycle: failing"], || {
        assert_rejected_by("cycle: failing", failing());
        assert_eq!(RUNS.get(), 1, "the other one ran, and failed");
    });
}
