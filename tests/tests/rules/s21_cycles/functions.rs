//! Circles of functions: of two, of three, and where the type can't be rejected.

use breaker_runtime::circuit_breaker;

use super::{Answer, assert_rejected_by, panic_of, while_open};

#[circuit_breaker(name = "cycle: a", fallback = b)]
fn a(x: u8) -> Answer {
    Ok(if x == 0 { "a" } else { "A" })
}

#[circuit_breaker(name = "cycle: b", fallback = |_| a(x))]
fn b(x: u8) -> Answer {
    Ok(if x == 0 { "b" } else { "B" })
}

#[test]
fn of_two() {
    while_open(&["cycle: a"], || assert_eq!(a(0), Ok("b")));
    while_open(&["cycle: b"], || assert_eq!(b(0), Ok("a")));
    while_open(&["cycle: a", "cycle: b"], || {
        assert_rejected_by("cycle: a", a(0));
        assert_rejected_by("cycle: b", b(0));
        assert_rejected_by("cycle: a", a(1));
    });
    assert_eq!(a(1), Ok("A"), "nothing is left behind");
    while_open(&["cycle: a"], || assert_eq!(a(1), Ok("B")));
}

#[circuit_breaker(name = "cycle: one", fallback = two)]
fn one() -> Answer {
    Ok("one")
}

#[circuit_breaker(name = "cycle: two", fallback = three())]
fn two() -> Answer {
    Ok("two")
}

#[circuit_breaker(name = "cycle: three", fallback = { let first = one; first() })]
fn three() -> Answer {
    Ok("three")
}

#[test]
fn of_three() {
    while_open(&["cycle: one", "cycle: two", "cycle: three"], || {
        assert_rejected_by("cycle: one", one());
        assert_rejected_by("cycle: two", two());
        assert_rejected_by("cycle: three", three());
    });
    while_open(&["cycle: one", "cycle: two"], || assert_eq!(one(), Ok("three")));
}

#[circuit_breaker(name = "cycle: left", success(Some(_)), fallback = right)]
fn left() -> Option<u8> {
    Some(1)
}

#[circuit_breaker(name = "cycle: right", success(Some(_)), fallback = |_| left())]
fn right() -> Option<u8> {
    Some(2)
}

#[circuit_breaker(name = "cycle: opaque", fallback = opaque_too())]
fn opaque() -> Result<u8, impl core::fmt::Debug> {
    if false { Err("") } else { Ok(1) }
}

#[circuit_breaker(name = "cycle: opaque too", fallback = |_| Ok(opaque().expect("works")))]
fn opaque_too() -> Result<u8, &'static str> {
    Ok(2)
}

#[test]
fn where_the_type_can_not_be_rejected_it_panics_naming_the_circle() {
    while_open(&["cycle: left", "cycle: right"], || {
        let message = panic_of(left);
        assert!(message.contains("`cycle: left` -> `cycle: right` -> `cycle: left`"), "{message}");
        let message = panic_of(right);
        assert!(message.contains("`cycle: right` -> `cycle: left` -> `cycle: right`"), "{message}");
    });
    while_open(&["cycle: right"], || assert_eq!(right(), Some(1), "nothing is left behind"));
    while_open(&["cycle: opaque", "cycle: opaque too"], || {
        assert!(panic_of(opaque_too).contains("`cycle: opaque too` -> `cycle: opaque`"));
    });
}
