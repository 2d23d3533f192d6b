//! Gives each test circuits of its own, on a clock that the test moves (feature `test-util`).
//!
//! The circuit of a guarded function belongs to the program, whose tests run side by side.
//! [`isolate`] gives a test circuits of its own, so that it can put them into any state, move their
//! time, and look at what happens to them, while other tests call the same functions:
//!
//! ```
//! use breaker_runtime::testing::isolate;
//! use breaker_runtime::{circuit_breaker, registry, State};
//! use std::time::Duration;
//!
//! #[circuit_breaker(threshold = 2, open_for = "30s", fallback = Ok(1.08), name = "bank")]
//! fn rate(bank_is_up: bool) -> std::io::Result<f64> {
//!     if bank_is_up { Ok(1.09) } else { Err(std::io::ErrorKind::ConnectionRefused.into()) }
//! }
//!
//! // #[test]
//! fn an_hour_of_outage_is_answered_from_the_last_known_rate() {
//!     let test = isolate();
//!     let bank = test.circuit("bank").expect("guarded above");
//!     for _ in 0..2 {
//!         rate(false).unwrap_err();
//!     }
//!     assert_eq!(bank.state(), State::Open);
//!     assert_eq!(rate(true).unwrap(), 1.08);
//!
//!     test.clock().advance(Duration::from_secs(30));
//!     assert_eq!(rate(true).unwrap(), 1.09);
//!
//!     let events: Vec<_> = bank.history().iter().map(ToString::to_string).collect();
//!     assert_eq!(events[0], "circuit `bank` opened for 30s: 2 failures within 10s");
//!     assert_eq!(events.len(), 3, "opened, half-open, closed");
//! }
//!
//! # rate(true).unwrap(); // lists the circuit where the linker can't
//! an_hour_of_outage_is_answered_from_the_last_known_rate();
//! assert_eq!(registry().get("bank").unwrap().state(), State::Closed); // that of the program
//! ```
//!
//! An isolation belongs to the test's thread. Other threads and tasks, such as a closure of
//! `spawn_blocking` or a task of a runtime with several threads, take part by the test's
//! [`Handle`]; [`isolate`] says how. The guide's chapter [Testing](crate::_guide::testing) has
//! tests of metrics and time-outs.

mod circuit;
mod isolation;
mod keyed;
mod unknown;

pub use isolation::{Handle, Isolation, isolate};

pub use crate::base::clock::ManualClock;
pub use unknown::UnknownCircuit;
