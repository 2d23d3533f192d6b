//! Bytes of what is handed around, and of a guarded future. Those of a circuit are asserted where
//! it is defined: a clock that tests hold makes it larger here.

use std::future::ready;
use std::time::Duration;

use breaker_runtime::{CircuitOpen, Permit, TimedOut, circuit_breaker};

use crate::CallError;

#[test]
fn a_permit_and_a_rejection_are_small_enough_to_be_returned_by_value() {
    assert!(size_of::<Permit<'_>>() <= 24, "{}", size_of::<Permit<'_>>());
    assert!(size_of::<CircuitOpen>() <= 48, "{}", size_of::<CircuitOpen>());
}

async fn bare(input: u64) -> Result<u64, CallError> {
    ready(()).await;
    Ok(input)
}

#[circuit_breaker(threshold = 5, window = "10s")]
async fn guarded(input: u64) -> Result<u64, CallError> {
    ready(()).await;
    Ok(input)
}

#[circuit_breaker(consecutive = 5, slow_call = "1s", fallback = bare)]
async fn with_a_fallback(input: u64) -> Result<u64, CallError> {
    ready(()).await;
    Ok(input)
}

#[expect(clippy::large_types_passed_by_value, reason = "what it costs is the question")]
async fn bare_large(input: [u8; 1024]) -> Result<u64, CallError> {
    ready(()).await;
    Ok(input.len() as u64)
}

#[expect(clippy::large_types_passed_by_value, reason = "what it costs is the question")]
#[circuit_breaker(threshold = "50%", window = "10s")]
async fn guarded_large(input: [u8; 1024]) -> Result<u64, CallError> {
    ready(()).await;
    Ok(input.len() as u64)
}

#[test]
fn a_guarded_future_is_at_most_48_bytes_larger() {
    let growth = size_of_val(&guarded(1)) - size_of_val(&bare(1));
    assert!(growth <= 48, "{growth}");
}

#[test]
fn a_fallback_that_is_awaited_takes_the_body_s_place() {
    let growth = size_of_val(&with_a_fallback(1)) - size_of_val(&bare(1));
    assert!(growth <= 48, "{growth}");
}

#[test]
fn large_arguments_are_not_kept_twice() {
    let growth = size_of_val(&guarded_large([0; 1024])) - size_of_val(&bare_large([0; 1024]));
    assert!(growth <= 48, "{growth}");
}

impl From<TimedOut> for CallError {
    fn from(_: TimedOut) -> Self {
        Self::Failed
    }
}

#[circuit_breaker(timeout = "3s")]
async fn timed(input: u64) -> Result<u64, CallError> {
    ready(()).await;
    Ok(input)
}

#[tokio::test]
async fn a_time_out_adds_the_timer_and_little_else() {
    let timer = size_of_val(&tokio::time::sleep(Duration::ZERO));
    let growth = size_of_val(&timed(1)) - size_of_val(&bare(1));
    assert!(growth <= timer + 96, "{growth} with a timer of {timer}");
}
