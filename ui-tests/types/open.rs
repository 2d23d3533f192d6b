//! Times that are none, and judges of other values: the compiler's own errors, where they stand.
#![deny(warnings)]
use breaker_runtime::{CircuitOpen, Verdict, circuit_breaker};
use std::time::Duration;

struct Busy(u64);

impl From<CircuitOpen> for Busy {
    fn from(_: CircuitOpen) -> Self {
        Self(0)
    }
}

#[circuit_breaker(open(503 => Duration::MAX))]
fn half_of_the_value() -> Result<u16, Busy> {
    Ok(1)
}

#[circuit_breaker(open(Busy(_) => Duration::MAX))]
fn other_half_of_the_value() -> Result<u16, Busy> {
    Ok(1)
}

#[circuit_breaker(open(Err(Busy(seconds)) => *seconds))]
fn number_for_a_time() -> Result<u8, Busy> {
    Ok(1)
}

#[circuit_breaker(open(Err(busy) => Some(busy.0)))]
async fn option_of_a_number() -> Result<u8, Busy> {
    Ok(1)
}

#[circuit_breaker(open(Err(busy) => busy.after()))]
fn unknown_method() -> Result<u8, Busy> {
    Ok(1)
}

#[circuit_breaker(open(Err(busy) => Duration::MAX))]
fn unused_variable() -> Result<u8, Busy> {
    Ok(1)
}

fn of_strings(returned: &Result<String, Busy>) -> Verdict {
    if returned.is_ok() { Verdict::Success } else { Verdict::Failure }
}

#[circuit_breaker(judge = of_strings)]
fn judge_of_another_type() -> Result<u8, Busy> {
    Ok(1)
}

#[circuit_breaker(judge = of_strings)]
async fn judge_of_another_type_later() -> Result<u8, Busy> {
    Ok(1)
}

fn is_bad(returned: &Result<u8, Busy>) -> bool {
    returned.is_err()
}

#[circuit_breaker(judge = is_bad)]
fn judge_of_another_answer() -> Result<u8, Busy> {
    Ok(1)
}

fn by_value(returned: Result<u8, Busy>) -> Verdict {
    of_strings(&returned.map(|_| String::new()))
}

#[circuit_breaker(judge = by_value)]
fn judge_by_value() -> Result<u8, Busy> {
    Ok(1)
}

#[circuit_breaker(judge = nowhere)]
fn unknown_judge() -> Result<u8, Busy> {
    Ok(1)
}

const LIMIT: u64 = 5;

#[circuit_breaker(judge = LIMIT)]
fn constant_for_a_judge() -> Result<u8, Busy> {
    Ok(1)
}

fn main() {}
