//! A library with guarded functions. Who depends on it finds them in the registry, called or not.

use std::io;

use breaker_runtime::circuit_breaker;

/// Asks a callee that is up as long as `works`.
///
/// # Errors
///
/// If it is down, or its circuit is open.
#[circuit_breaker(threshold = 2)]
pub fn ask(works: bool) -> io::Result<u32> {
    if works { Ok(1) } else { Err(io::ErrorKind::ConnectionRefused.into()) }
}

/// Like [`ask`], and generic: each instance is made in the crate that calls it.
///
/// # Errors
///
/// If it is down, or its circuit is open.
#[circuit_breaker(threshold = 2)]
pub fn ask_for<T: From<u8>>(works: bool) -> io::Result<T> {
    if works { Ok(T::from(1)) } else { Err(io::ErrorKind::ConnectionRefused.into()) }
}

/// Nobody calls it.
///
/// # Errors
///
/// If its circuit is open.
#[circuit_breaker(consecutive = 7, open_for = "1m")]
pub fn never_called() -> io::Result<()> {
    Ok(())
}
