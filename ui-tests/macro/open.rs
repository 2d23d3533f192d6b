//! Arms that say for how long, and don't; and judges that are none.
use breaker_runtime::{Verdict, circuit_breaker};
use std::time::Duration;
type Result = std::result::Result<u16, Error>;
struct Error(Duration, String);
fn is_bad(_: &Result) -> Verdict {
    Verdict::Failure
}

#[circuit_breaker(open(Err(Error(after, _))))]
fn no_time() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(Error(after, _)) =>))]
fn no_time_behind_the_arrow() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(_) if => Duration::MAX))]
fn no_condition() -> Result {
    Ok(1)
}

#[circuit_breaker(open(r.is_err() => Duration::MAX))]
fn condition_alone() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(e) && e.0.is_zero() => e.0))]
fn condition_without_if() -> Result {
    Ok(1)
}

#[circuit_breaker(open(_ => Duration::MAX))]
fn everything() -> Result {
    Ok(1)
}

#[circuit_breaker(open(reply => Duration::MAX))]
fn everything_by_name() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err => Duration::MAX))]
fn half_alone() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(e) => e.1.parse().map(Duration::from_secs)?))]
fn question_mark() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(e) => { if e.0.is_zero() { return None; } e.0 }))]
fn early_return() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(e) => wait_time(e).await))]
async fn waiting() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(e) => { let parse = || e.1.parse().ok()?; e.1.parse::<u8>()?; parse() }))]
fn a_closure_may_end_early() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(_) => 30))]
fn no_unit() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(_) => "30 sec"))]
fn wrong_unit() -> Result {
    Ok(1)
}

#[circuit_breaker(open = "30s")]
fn means_open_for() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(_) => after))]
fn argument(after: Duration) -> Result {
    Ok(1)
}

#[circuit_breaker(failure(Err(Error(after, _)) => after))]
fn time_of_a_failure() -> Result {
    Ok(1)
}

#[circuit_breaker(open(Err(_) => Duration::MAX), ignore(Err(Error(_, _))))]
fn covered() -> Result {
    Ok(1)
}

#[circuit_breaker(judge = is_bad, failure(Ok(500..)), open(Err(e) => e.0))]
fn judge_beside_arms() -> Result {
    Ok(1)
}

#[circuit_breaker(judge = |reply| is_bad(reply))]
fn closure() -> Result {
    Ok(1)
}

#[circuit_breaker(judge = "is_bad")]
fn in_quotes() -> Result {
    Ok(1)
}

#[circuit_breaker(judge = is_bad(reply))]
fn called() -> Result {
    Ok(1)
}

#[circuit_breaker(judge = &is_bad)]
fn reference() -> Result {
    Ok(1)
}

#[circuit_breaker(judge = 5)]
fn number() -> Result {
    Ok(1)
}

#[circuit_breaker(judge = is_bad)]
fn argument_of_that_name(is_bad: u8) -> Result {
    Ok(1)
}

#[circuit_breaker(judge = off)]
fn switched_off() -> Result {
    Ok(1)
}

#[circuit_breaker(judged_by = is_bad)]
fn another_name() -> Result {
    Ok(1)
}

#[circuit_breaker(judge(Err(_)))]
fn judge_with_arms() -> Result {
    Ok(1)
}

fn main() {}
