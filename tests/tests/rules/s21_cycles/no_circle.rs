//! What is no circle: circuits that are shared, circuits that admit calls again, and panics.

use core::time::Duration;
use std::panic::resume_unwind;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker};

use super::{Answer, assert_rejected_by, circuit, nowhere, open, panic_of, while_open};

static SHARED: CircuitBreaker = CircuitBreaker::new("cycle: shared", Policy::new());
breaker_runtime::register!(SHARED);

#[circuit_breaker(breaker = SHARED, fallback = secondary)]
fn primary() -> Answer {
    Ok("primary")
}

#[circuit_breaker(breaker = SHARED, fallback = |_| Ok(nowhere()))]
fn secondary() -> Answer {
    Ok("secondary")
}

#[test]
fn functions_that_share_a_circuit_may_stand_in_for_each_other() {
    while_open(&["cycle: shared"], || assert_eq!(primary(), Ok("nowhere")));
}

#[circuit_breaker(
    name = "cycle: patient", threshold = 1, open_for = "1s", fallback = |_| once_more(clock)
)]
fn patient(clock: &ManualClock, works: bool) -> Answer {
    if works { Ok("worked") } else { Err(open()) }
}

/// Waits as long as it takes.
fn once_more(clock: &ManualClock) -> Answer {
    clock.advance(Duration::from_secs(1));
    patient(clock, true)
}

#[test]
fn a_circuit_that_admits_calls_again_is_no_circle() {
    let clock = ManualClock::new();
    let circuit = circuit("cycle: patient");
    circuit.set_clock(clock.clone());
    circuit.open_for(Duration::from_secs(1));
    assert_eq!(patient(&clock, true), Ok("worked"));
    circuit.force_open();
    assert_rejected_by("cycle: patient", patient(&clock, true));
}

#[circuit_breaker(name = "cycle: panicking", fallback = |_| panic_for(nowhere()))]
fn panicking() -> Answer {
    Ok("calm")
}

fn panic_for(text: &str) -> Answer {
    resume_unwind(Box::new(text.to_owned()))
}

#[test]
fn a_fallback_that_panics_leaves_nothing_behind() {
    while_open(&["cycle: panicking"], || {
        for _ in 0..20 {
            assert_eq!(panic_of(panicking), "nowhere");
        }
    });
}
