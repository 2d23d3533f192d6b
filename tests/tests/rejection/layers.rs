//! A connection in a client in a service, each with a circuit: all recover as soon as the innermost
//! does.

use core::cell::Cell;
use core::time::Duration;
use std::io;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{State, circuit_breaker, registry};
use tests::run;

use crate::errors::PayError;

thread_local! {
    static UP: Cell<bool> = const { Cell::new(false) };
}

fn ask() -> io::Result<u8> {
    if UP.get() { Ok(7) } else { Err(io::ErrorKind::BrokenPipe.into()) }
}

mod sync {
    use super::*;

    #[circuit_breaker(name = "layers: connection", threshold = 2, open_for = "1s")]
    fn connection() -> io::Result<u8> {
        ask()
    }

    #[circuit_breaker(name = "layers: client", threshold = 3)]
    fn client() -> Result<u8, PayError> {
        Ok(connection()?)
    }

    #[circuit_breaker(name = "layers: service", threshold = "50%", min_calls = 3, success(Ok(_)))]
    pub(super) fn service() -> anyhow::Result<u8> {
        client().map_err(|error| anyhow::Error::from(error).context("order 7"))
    }
}

mod asynchronous {
    use super::*;

    #[circuit_breaker(
        name = "async layers: connection",
        threshold = 2,
        open_for = "1s",
        timeout = "1s"
    )]
    async fn connection() -> io::Result<u8> {
        ask()
    }

    #[expect(clippy::manual_async_fn, reason = "a shape of its own")]
    #[circuit_breaker(name = "async layers: client", threshold = 3)]
    fn client() -> impl Future<Output = Result<u8, PayError>> {
        async { Ok(connection().await?) }
    }

    #[circuit_breaker(name = "async layers: service", threshold = 3)]
    pub(super) async fn service() -> Result<u8, Box<dyn core::error::Error>> {
        Ok(client().await?)
    }
}

#[track_caller]
fn assert_recover<E>(prefix: &str, mut service: impl FnMut() -> Result<u8, E>) {
    let clock = ManualClock::new();
    let circuits = ["connection", "client", "service"].map(|layer| {
        let circuit = registry().get(&format!("{prefix}: {layer}")).unwrap();
        circuit.set_clock(clock.clone());
        circuit
    });
    let states = || circuits.map(breaker_runtime::CircuitBreaker::state);
    UP.set(false);
    for _ in 0..100 {
        assert!(service().is_err());
    }
    assert_eq!(states(), [State::Open, State::Closed, State::Closed]);
    assert_eq!(circuits[2].snapshot().calls.failure, 2, "of the callee's own");
    assert_eq!(circuits[2].snapshot().calls.ignored, 98);
    UP.set(true);
    clock.advance(Duration::from_secs(1));
    assert!(service().is_ok());
    assert_eq!(states(), [State::Closed; 3]);
}

#[test]
fn of_functions() {
    assert_recover("layers", sync::service);
}

#[test]
fn of_futures() {
    assert_recover("async layers", || run(asynchronous::service()));
}

/// The service has its trial call while the connection rejects everything.
#[test]
fn a_trial_call_that_says_nothing_is_no_verdict() {
    #[circuit_breaker(name = "trial: connection", threshold = 1, open_for = "10s")]
    fn connection() -> io::Result<u8> {
        ask()
    }

    #[circuit_breaker(name = "trial: service", threshold = 1, open_for = "1s")]
    fn service() -> Result<u8, PayError> {
        Ok(connection()?)
    }

    let clock = ManualClock::new();
    let [inner, outer] = ["trial: connection", "trial: service"].map(|name| {
        let circuit = registry().get(name).unwrap();
        circuit.set_clock(clock.clone());
        circuit
    });
    UP.set(false);
    assert!(service().is_err());
    assert_eq!((inner.state(), outer.state()), (State::Open, State::Open));
    for _ in 1..10 {
        clock.advance(Duration::from_secs(1));
        assert!(matches!(service(), Err(PayError::Io(_))));
        assert_eq!(outer.state(), State::HalfOpen, "neither closed nor open again");
    }
    UP.set(true);
    clock.advance(Duration::from_secs(1));
    assert!(service().is_ok());
    assert_eq!((inner.state(), outer.state()), (State::Closed, State::Closed));
}
