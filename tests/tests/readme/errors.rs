//! An error of one's own, with a rejection in it.

use std::fmt;

use breaker_runtime::testing::isolate;
use breaker_runtime::{State, circuit_breaker};

#[derive(Debug, thiserror::Error)]
enum PayError {
    #[error("the gateway failed")]
    Gateway(#[from] GatewayError),
    #[error(transparent)]
    Unavailable(#[from] breaker_runtime::CircuitOpen), // knows `name()`, `retry_after()` ..
}

#[derive(Debug)]
struct GatewayError;

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer")
    }
}

impl std::error::Error for GatewayError {}

#[circuit_breaker(name = "readme::gateway", consecutive = 1)]
fn pay() -> Result<(), PayError> {
    Ok(ask()?)
}

fn ask() -> Result<(), GatewayError> {
    Err(GatewayError)
}

#[test]
fn a_rejection_is_found_behind_it() {
    let _test = isolate();
    let failed = pay().unwrap_err();
    assert!(matches!(failed, PayError::Gateway(_)));
    assert!(breaker_runtime::CircuitOpen::behind(&failed).is_none(), "a retry may retry it");

    let rejected = pay().unwrap_err();
    let open = breaker_runtime::CircuitOpen::behind(&rejected).unwrap();
    assert_eq!((open.name(), open.state()), ("readme::gateway", State::Open));
    assert_eq!(open.retry_after().unwrap().as_secs(), 30);
}
