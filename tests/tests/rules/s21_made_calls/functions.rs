//! Circles of functions that fail, are rejected within, or panic.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::circuit_breaker;

use super::{RUNS, circuit, down, failure};

#[circuit_breaker(name = "round: a", threshold = 1000, fallback_on = failure, fallback = b)]
fn a() -> io::Result<u8> {
    down("a")
}

#[circuit_breaker(name = "round: b", threshold = 1000, fallback_on = failure, fallback = |_| a())]
fn b() -> io::Result<u8> {
    down("b")
}

#[test]
fn of_two_that_fail() {
    assert_eq!(failure(a), ("a".to_owned(), 3), "a, then b, then a once more");
    assert_eq!(failure(b), ("b".to_owned(), 3));
    circuit("round: a").force_closed();
    assert_eq!(failure(a), ("a".to_owned(), 3));
    circuit("round: a").force_open();
    let (error, runs) = failure(a);
    assert!(error.contains("`round: a`"), "the rejection: {error}");
    assert_eq!(runs, 1, "b alone was made");
    assert_eq!(failure(b), ("b".to_owned(), 2), "a is rejected");
    circuit("round: a").reset();
    assert_eq!(circuit("round: b").snapshot().calls.failure, 7, "each that was made counts");
}

#[circuit_breaker(name = "round: server", threshold = 1)]
fn server() -> io::Result<u8> {
    down("server")
}

#[circuit_breaker(name = "round: charge", fallback_on = failure, fallback = queue)]
fn charge(cents: u32) -> io::Result<u8> {
    RUNS.set(RUNS.get() + 1);
    if cents == 0 { Ok(0) } else { server() }
}

#[circuit_breaker(name = "round: queue", fallback_on = failure, fallback = charge)]
fn queue(cents: u32) -> io::Result<u8> {
    RUNS.set(RUNS.get() + 1);
    if cents == 0 { Ok(0) } else { server() }
}

#[test]
fn of_two_that_are_rejected_within() {
    server().expect_err("down");
    for _ in 0..3 {
        let (error, runs) = failure(|| charge(5));
        assert!(error.contains("`round: server`"), "{error}");
        assert_eq!(runs, 3, "ignored, no failure of theirs opens them");
    }
}

#[circuit_breaker(dry_run = true, threshold = 1, fallback_on = failure, fallback = dry_too)]
fn dry() -> io::Result<u8> {
    down("dry")
}

#[circuit_breaker(dry_run = true, threshold = 1, fallback_on = failure, fallback = dry)]
fn dry_too() -> io::Result<u8> {
    down("dry too")
}

#[test]
fn of_circuits_that_only_report() {
    for _ in 0..3 {
        assert_eq!(failure(dry), ("dry".to_owned(), 3));
    }
}

#[circuit_breaker(
    name = "round: again", fallback_on = failure, fallback = { core::hint::spin_loop(); again() }
)]
fn again() -> io::Result<u8> {
    if RUNS.get() == 1 { Ok(7) } else { down("again") }
}

#[test]
fn of_one_that_is_tried_again() {
    RUNS.set(0);
    assert_eq!(again().ok(), Some(7), "a made call's answer may be a good one");
    RUNS.set(2);
    assert_eq!(again().map_err(|error| error.to_string()), Err("again".to_owned()));
    assert_eq!(RUNS.get(), 4);
}

#[circuit_breaker(
    name = "round: maybe", threshold = 1000, 
    success(Some(_)),
    fallback_on = failure,
    fallback = |_| perhaps(panics)
)]
fn maybe(panics: bool) -> Option<u8> {
    RUNS.set(RUNS.get() + 1);
    if panics && RUNS.get() == 3 {
        resume_unwind(Box::new("enough"));
    }
    None
}

#[circuit_breaker(
    name = "round: perhaps", threshold = 1000, success(Some(_)), fallback_on = failure,
    fallback = maybe
)]
fn perhaps(panics: bool) -> Option<u8> {
    RUNS.set(RUNS.get() + 1);
    let _ = panics;
    None
}

#[test]
fn what_it_returns_is_the_answer_and_a_panic_goes_on() {
    RUNS.set(0);
    assert_eq!((maybe(false), RUNS.get()), (None, 3));
    RUNS.set(0);
    let payload = catch_unwind(AssertUnwindSafe(|| maybe(true))).expect_err("the panic");
    assert_eq!(payload.downcast_ref(), Some(&"enough"));
    RUNS.set(0);
    assert_eq!((maybe(false), RUNS.get()), (None, 3), "nothing is left behind");
}
