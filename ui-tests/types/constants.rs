//! Constants as values, checked by the compiler at the value.
use std::io::Error;
use std::time::Duration;

use breaker_runtime::{Policy, Window, circuit_breaker};

const ZERO: u32 = 0;
const NEGATIVE: i32 = -5;
const TEXT: &str = "5";
const NO_TIME: Duration = Duration::ZERO;
const NO_CALLS: Window = Window::calls(0);
const TEN: u32 = 10;
const MAX: Duration = Duration::from_secs(10);
const TWICE: f64 = 200.0;
const SLOW: Policy = Policy::new().slow_call(Duration::from_secs(2));

#[circuit_breaker(threshold = ZERO)]
fn threshold_zero() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(threshold = NEGATIVE)]
fn threshold_negative() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(threshold = TEXT)]
fn threshold_text() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(half_open_calls = MISSING)]
fn not_there() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(open_for = NO_TIME)]
fn open_for_zero() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(open_for = TEN)]
fn open_for_number() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(window = NO_CALLS)]
fn window_zero() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(window = TEN)]
fn window_number() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(threshold = TEN, window = "5 calls")]
fn threshold_above_the_window() -> Result<(), Error> {
    Ok(())
}

fn limit(wanted: u32) -> u32 {
    wanted
}

#[circuit_breaker(threshold = limit(5))]
fn not_constant() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(threshold = wanted)]
fn of_an_argument(wanted: u32) -> Result<(), Error> {
    let _ = wanted;
    Ok(())
}

#[circuit_breaker(threshold = N)]
fn of_a_parameter<const N: u32>() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(max_open_for = MAX)]
fn max_open_for_below_open_for() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(max_open_for = NO_TIME)]
fn max_open_for_zero() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(ramp_up = NO_TIME)]
fn ramp_up_zero() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(slow_call = NO_TIME)]
fn slow_call_zero() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(jitter = TWICE)]
fn jitter_above_all() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(jitter = TEN)]
fn jitter_integer() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(dry_run = TEN)]
fn dry_run_number() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(timeout = NO_TIME)]
async fn timeout_zero() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(timeout = TEN)]
async fn timeout_number() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(timeout = MAX, slow_call = MAX)]
async fn slow_call_not_below_timeout() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(timeout = MAX, slow_call = "1m")]
async fn slow_call_not_below_a_constant_timeout() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(policy = SLOW, timeout = "2s")]
async fn slow_call_of_the_policy_not_below_timeout() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(timeout = NOWHERE, slow_call = MAX)]
async fn timeout_not_there() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(window = TEXT, threshold = "50%")]
fn window_text() -> Result<(), Error> {
    Ok(())
}

fn main() {}
