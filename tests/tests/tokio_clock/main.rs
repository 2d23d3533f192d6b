//! Circuits follow tokio's clock where a test has paused it.

use core::time::Duration;

use breaker_runtime::{CircuitBreaker, Policy, State, circuit_breaker, registry};
use tests::{TICK, just_before};
use tokio::time::{advance, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn the_open_time_is_over_at_the_very_nanosecond() {
    let policy = Policy::new().threshold(1).open_for(30 * SECOND);
    let circuit = CircuitBreaker::new("paused", policy);
    circuit.try_acquire().expect("closed").failure();
    advance(just_before(30 * SECOND)).await;
    assert_eq!(circuit.try_acquire().expect_err("open").retry_after(), Some(TICK));
    advance(TICK).await;
    circuit.try_acquire().expect("a trial call").success();
    assert_eq!(circuit.state(), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn failures_leave_the_window_as_time_is_advanced() {
    let policy = Policy::new().threshold(2).window(10 * SECOND);
    let circuit = CircuitBreaker::new("paused", policy);
    for _ in 0..3 {
        circuit.try_acquire().expect("closed").failure();
        advance(10 * SECOND).await;
    }
    assert_eq!(circuit.state(), State::Closed);
}

#[circuit_breaker(threshold = 1, open_for = "1h", timeout = "3s", name = "paused::hangs")]
async fn hangs(for_so_long: Duration) -> std::io::Result<()> {
    sleep(for_so_long).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_test_of_hours_takes_no_time() {
    hangs(Duration::MAX).await.expect_err("timed out");
    let circuit = registry().get("paused::hangs").expect("annotated above");
    assert_eq!(circuit.state(), State::Open);
    sleep(3600 * SECOND).await;
    hangs(SECOND).await.expect("the trial call");
    assert_eq!(circuit.state(), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_slow_call_is_slow_by_that_clock() {
    let circuit = CircuitBreaker::new("paused", Policy::new().threshold(1).slow_call(SECOND));
    let permit = circuit.try_acquire().expect("closed");
    sleep(SECOND + Duration::from_millis(1)).await;
    permit.success();
    assert_eq!(circuit.state(), State::Open);
}
