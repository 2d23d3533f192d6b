//! The callee of all these functions, and the life that each of them must lead.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, CircuitOpen, State, registry};

/// Why a call has no answer.
#[derive(Debug, PartialEq)]
pub(crate) enum Error {
    Down,
    Rejected(CircuitOpen),
}

impl From<CircuitOpen> for Error {
    fn from(open: CircuitOpen) -> Self {
        Self::Rejected(open)
    }
}

pub(crate) type Answer<T = u32> = Result<T, Error>;

/// The callee: it answers 7 as long as it works.
pub(crate) fn ask(works: bool) -> Answer {
    if works { Ok(7) } else { Err(Error::Down) }
}

/// The same, after others had their turn.
pub(crate) async fn ask_later(works: bool) -> Answer {
    tokio::task::yield_now().await;
    ask(works)
}

/// The circuit of this name, starting over on a clock of its own.
pub(crate) fn circuit(name: &str) -> (&'static CircuitBreaker, ManualClock) {
    let circuit = registry().get(name).unwrap();
    let clock = ManualClock::new();
    circuit.set_clock(clock.clone());
    (circuit, clock)
}

/// Asserts that the function of this circuit, whose threshold is 2, works, opens, rejects, and
/// recovers.
pub(crate) fn assert_guarded<T>(name: &str, mut call: impl FnMut(bool) -> Answer<T>) {
    let (circuit, clock) = circuit(name);
    assert!(call(true).is_ok());
    for _ in 0..2 {
        assert_eq!(circuit.state(), State::Closed);
        assert_eq!(call(false).err(), Some(Error::Down));
    }
    assert!(matches!(call(true), Err(Error::Rejected(open)) if open.name() == name));
    clock.advance(Duration::from_secs(30));
    assert!(call(true).is_ok());
    let now = circuit.snapshot();
    assert_eq!((now.state, now.opened), (State::Closed, 1));
    assert_eq!(
        (now.calls.success, now.calls.failure, now.calls.rejected, now.calls.total()),
        (2, 2, 1, 5)
    );
}

/// The answer of the function of this circuit while it is open.
pub(crate) fn while_open<T>(name: &str, call: impl FnOnce() -> T) -> T {
    let (circuit, _clock) = circuit(name);
    circuit.force_open();
    call()
}

/// Runs a future to its end.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
