//! Circles of calls that time out.

use core::time::Duration;
use std::io;

use breaker_runtime::{TimedOut, circuit_breaker};

#[circuit_breaker(
    name = "round: late a", timeout = "5ms", fallback_on = timeout,
    fallback = |_| Box::pin(late_b()).await
)]
async fn late_a() -> io::Result<u8> {
    core::future::pending().await
}

#[circuit_breaker(
    name = "round: late b", timeout = "5ms", fallback_on = failure,
    fallback = |_| Box::pin(late_a()).await
)]
async fn late_b() -> io::Result<u8> {
    core::future::pending().await
}

#[derive(Debug)]
enum Never {}

#[circuit_breaker(
    name = "round: silent a", timeout = "5ms", fallback_on = timeout,
    fallback = |_| Box::pin(silent_b()).await
)]
async fn silent_a() -> Result<u8, Never> {
    core::future::pending().await
}

#[circuit_breaker(
    name = "round: silent b", timeout = "5ms", fallback_on = timeout,
    fallback = |_| Box::pin(silent_a()).await
)]
async fn silent_b() -> Result<u8, Never> {
    core::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn of_calls_that_time_out() {
    for (name, error) in [("late a", late_a().await), ("late b", late_b().await)] {
        let error = error.expect_err("nobody answers");
        let timed_out = TimedOut::behind(&error).expect("the time-out itself");
        assert_eq!(timed_out.name(), format!("round: {name}"));
        assert_eq!(timed_out.after(), Duration::from_millis(5));
    }
}

#[tokio::test(start_paused = true)]
async fn where_the_type_can_not_be_made_from_a_time_out_it_panics_naming_the_circle() {
    let panic = tokio::spawn(silent_a()).await.map(drop).expect_err("a panic").into_panic();
    let message = panic.downcast::<String>().expect("a message");
    let circle = "`round: silent a` -> `round: silent b` -> `round: silent a`";
    assert!(message.contains(circle) && message.contains("`TimedOut`"), "{message}");
}
