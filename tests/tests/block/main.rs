//! The attribute on an `impl` block: one circuit for all its methods.

#![expect(clippy::unwrap_used, reason = "a failed test")]
#![expect(
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "methods with nothing but a shape"
)]

mod calls;
mod named;
mod names;
mod shapes;
mod traits;

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, CircuitOpen, State, TimedOut, registry};

#[derive(Clone, Debug, PartialEq)]
enum Error {
    Down,
    Cancelled,
    Rejected(&'static str),
    Late,
}

impl From<CircuitOpen> for Error {
    fn from(open: CircuitOpen) -> Self {
        Self::Rejected(open.name())
    }
}

impl From<TimedOut> for Error {
    fn from(_: TimedOut) -> Self {
        Self::Late
    }
}

type Answer<T = u32> = Result<T, Error>;

fn ask(works: bool) -> Answer {
    if works { Ok(7) } else { Err(Error::Down) }
}

async fn ask_later(works: bool) -> Answer {
    tokio::task::yield_now().await;
    ask(works)
}

fn circuit(name: &str) -> &'static CircuitBreaker {
    registry().get(name).unwrap()
}

/// The circuit of this name, starting over on a clock of its own.
fn on_a_clock(name: &str) -> (&'static CircuitBreaker, ManualClock) {
    let (circuit, clock) = (circuit(name), ManualClock::new());
    circuit.set_clock(clock.clone());
    (circuit, clock)
}

/// Asserts that what two methods do opens their circuit, whose threshold is 2, that both are then
/// rejected, and that it recovers.
fn assert_shared<T>(
    name: &'static str,
    mut one: impl FnMut(bool) -> Answer<T>,
    mut other: impl FnMut(bool) -> Answer<T>,
) {
    let (circuit, clock) = on_a_clock(name);
    let before = circuit.snapshot().calls.total();
    assert_eq!(one(false).err(), Some(Error::Down));
    assert_eq!(circuit.state(), State::Closed);
    assert_eq!(other(false).err(), Some(Error::Down));
    assert_eq!(circuit.state(), State::Open);
    assert_eq!(one(true).err(), Some(Error::Rejected(name)));
    assert_eq!(other(true).err(), Some(Error::Rejected(name)));
    clock.advance(Duration::from_secs(30));
    assert!(one(true).is_ok() && other(true).is_ok());
    assert_eq!(circuit.snapshot().calls.total() - before, 6);
}
