//! A trial call within a trial call within .., each of a later round: the call between two of them
//! fails, which reopens the circuit, and the time of that passes.

use core::pin::Pin;
use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Policy, State, circuit_breaker, register};

use crate::{Answer, Error, ask, recovering};

const LEVELS: u32 = 40;
const OPEN_FOR: Duration = Duration::from_secs(30);
const POLICY: Policy = Policy::new().threshold(1).open_for(OPEN_FOR);

static SYNC: CircuitBreaker = CircuitBreaker::new("nested deep", POLICY);
static ASYNC: CircuitBreaker = CircuitBreaker::new("nested deep async", POLICY);
register!(SYNC);
register!(ASYNC);

#[circuit_breaker(breaker = SYNC)]
fn fail_once() -> Answer {
    ask(false)
}

#[circuit_breaker(breaker = SYNC)]
fn descend(levels: u32, clock: &ManualClock) -> Answer {
    if levels > 0 {
        assert_eq!(fail_once(), Err(Error::Down));
        clock.advance(OPEN_FOR);
        assert_eq!(descend(levels - 1, clock), Ok(1));
    }
    ask(true)
}

#[circuit_breaker(breaker = ASYNC)]
async fn fail_later() -> Answer {
    tokio::task::yield_now().await;
    ask(false)
}

#[circuit_breaker(breaker = ASYNC)]
fn descend_later(
    levels: u32,
    clock: &ManualClock,
) -> Pin<Box<dyn Future<Output = Answer> + Send + '_>> {
    Box::pin(async move {
        if levels > 0 {
            assert_eq!(fail_later().await, Err(Error::Down));
            clock.advance(OPEN_FOR);
            assert_eq!(descend_later(levels - 1, clock).await, Ok(1));
            tokio::task::yield_now().await;
        }
        ask(true)
    })
}

/// The failure of each level, which is the result of its trial, and the innermost success.
fn assert_counted_once(circuit: &CircuitBreaker) {
    let now = circuit.snapshot();
    let (failures, calls) = (u64::from(LEVELS), now.calls);
    assert_eq!((calls.failure, calls.success, calls.total()), (failures, 1, failures + 1));
    assert_eq!((now.state, now.opened), (State::Closed, failures));
}

#[test]
fn each_of_forty_trials_counts_once() {
    let (test, circuit) = recovering("nested deep");
    assert_eq!(descend(LEVELS, &test.clock()), Ok(1));
    assert_counted_once(circuit);
}

#[tokio::test]
async fn each_of_forty_trials_that_wait_counts_once() {
    let (test, circuit) = recovering("nested deep async");
    assert_eq!(descend_later(LEVELS, &test.clock()).await, Ok(1));
    assert_counted_once(circuit);
}
