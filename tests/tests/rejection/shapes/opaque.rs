//! Types that the function does not name.

use core::error::Error;
use core::fmt::{Debug, Display};

use breaker_runtime::circuit_breaker;
use tests::run;

use super::assert_counts;
use crate::errors::PayError;
use crate::open;

#[circuit_breaker(fallback = Ok(0))]
fn opaque_success() -> Result<impl Display, PayError> {
    if false { Ok(1) } else { Err(open().into()) }
}

#[circuit_breaker(fallback = Ok(0))]
fn opaque_error() -> Result<u8, impl Error> {
    if false { Ok(1) } else { Err(PayError::from(open())) }
}

#[circuit_breaker(fallback = Ok(0))]
fn opaque_error_of_some_kind() -> Result<u8, impl Debug> {
    if false { Ok(1) } else { Err(open().to_string()) }
}

#[circuit_breaker(fallback = Ok(0))]
async fn opaque_later() -> Result<impl Display, impl Error + Send> {
    if false { Ok(1) } else { Err(PayError::from(open())) }
}

#[test]
fn opaque_types() {
    assert!(opaque_success().is_err() && opaque_error().is_err());
    assert!(opaque_error_of_some_kind().is_err() && run(opaque_later()).is_err());
    for function in ["opaque_success", "opaque_error", "opaque_later"] {
        assert_counts(module_path!(), function, 1, 0);
    }
    assert_counts(module_path!(), "opaque_error_of_some_kind", 0, 1);
}
