//! A circuit breaker in one attribute.
//!
//! ```
//! # use std::time::Duration;
//! use breaker_runtime::{circuit_breaker, CircuitOpen};
//!
//! #[circuit_breaker(threshold = 5, window = "10s", fallback = cached_rate)]
//! fn exchange_rate(pair: &str) -> Result<f64, RateError> {
//!     ask_the_bank(pair)
//! }
//!
//! fn cached_rate(_pair: &str) -> Result<f64, RateError> {
//!     Ok(1.08)
//! }
//! # #[derive(Debug)] struct RateError;
//! # fn ask_the_bank(_: &str) -> Result<f64, RateError> { Err(RateError) }
//!
//! for _ in 0..5 {
//!     assert!(exchange_rate("EURUSD").is_err()); // the bank is down
//! }
//! assert_eq!(exchange_rate("EURUSD").unwrap(), 1.08); // nobody waits for it any more
//! ```
//!
//! *Closed*, calls pass; five failures (`Err`, panics) within any ten seconds open the circuit. *Open*, the body is not run: the
//! fallback answers at once, or, without one, the error type's `From<`[`CircuitOpen`]`>`. After [`open_for`](Policy::open_for) it is
//! *half-open*: a limited number of trial calls pass; if they succeed the circuit closes, if one fails it opens again.
//!
//! Start at [`macro@circuit_breaker`] for the attribute, at [`CircuitBreaker`] for the same without it, at [`registry`] for the list of
//! all circuits, and at `testing` (feature `test-util`) for a clock that your tests hold.
//!
//! # Features
//!
//! * `test-util`: `testing::ManualClock`, `CircuitBreaker::set_clock` and `CircuitBreaker::with_clock`, for tests that own the time.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempt;
mod breaker;
mod clock;
mod identity;
mod judge;
mod machine;
mod outcome;
mod permit;
mod policy;
mod registry;
mod rejection;
mod snapshot;
mod state;
mod sync;
mod tally;
mod time;
mod trials;
mod window;
mod word;

#[doc(hidden)]
pub mod __private;
#[cfg(feature = "test-util")]
pub mod testing;

pub use breaker::CircuitBreaker;
pub use breaker_macros::circuit_breaker;
pub use identity::Location;
pub use outcome::{Outcome, Reject, Verdict};
pub use permit::Permit;
pub use policy::{Policy, PolicyError, Rule, Window};
pub use registry::{DuplicateNames, Registry, registry};
pub use rejection::CircuitOpen;
pub use snapshot::{Calls, Snapshot};
pub use state::State;
