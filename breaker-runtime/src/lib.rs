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
//! # The rules
//!
//! The documentation refers to them by number.
//!
//! * **S1** A failure counts while it is younger than the window; the circuit opens when the N-th that counts is recorded. Exactly.
//! * **S2** A share of calls is looked at when a failure is recorded and the window holds `min_calls`; compared in integers. A window of
//!   time has 16 parts and covers 15/16 of it to all of it, never more.
//! * **S3** A window of calls is the last ones that counted, exactly.
//! * **S4** Failures in a row have no success between them; ignored and abandoned calls do not break the run.
//! * **S5** Open, the circuit rejects until its open time is over, and admits a call at that very instant. Late results do not extend it.
//! * **S6** Half-open, it admits a call while successes and trial calls in flight are fewer than `half_open_calls`; it closes at that many
//!   successes, and opens at the first failure. A trial call without a result for as long as the open time loses its place to the next
//!   caller; its result still counts.
//! * **S7** Every transition starts a generation; what a call of an older one reports changes nothing.
//! * **S8** The k-th reopening in a row lasts the open time doubled k times, `max_open_for` at the most, jittered once.
//! * **S9** After the trial calls, the share of admitted calls grows linearly over `ramp_up`, from a tenth to all.
//! * **S10** Forced states and `reset` start a generation; a circuit that is forced closed records nothing in its window.
//! * **S11** All this holds under any interleaving of threads.
//! * **S12** A dry run has the states and events of a real circuit fed the same. A call that this
//!   would reject runs: it counts by its outcome, stays out of the window, and counts as would-be
//!   rejected.
//! * **S13** Nothing overflows, after 2^32 calls or ten years.
//! * **S14** A call that is made while its thread, or a poll of its future, runs a trial call of the
//!   same circuit is part of that: it needs no place, the first of them to succeed or fail is the
//!   trial's result, and the rest is not counted. In a ramp-up it is admitted and counts, and in a
//!   closed circuit each call counts for itself. What is spawned is a call of its own: a trial call
//!   that ends in its own circuit's rejection is ignored, and makes room for one more in flight in
//!   that round, up to 16. A [`Permit`] that is held by hand makes no call part of it; a job that
//!   runs on the thread of a trial call which waits for it is part of it (`rayon` and `LocalSet`
//!   put others there as well).
//! * **S20** An annotated function's `Err` with the rejection of another call behind it is ignored, before any arm, and goes to the fallback
//!   where `fallback_on = failure`: whoever the inner circuit protects was not asked. Seen by [`source()`](core::error::Error::source), where
//!   the error's type is known to be an [`Error`](core::error::Error), or to deref to one; [`CircuitBreaker::call`],
//!   [`Permit::record`] and the tower layer take [`CircuitOpen::behind`].
//! * **S21** A fallback that comes round to the circuit whose rejection it answers returns that rejection where its type can, and panics
//!   naming the circle where it can't.
//! * **S25** Without a timer of tokio a `timeout` panics at the first call, where the function is, and before anything is counted.
//!
//! # Forked processes
//!
//! A fork copies locks that other threads hold, and none of these threads. This crate has locks, as
//! the allocator has: call `exec` after a fork, or fork before threads call guarded functions. A
//! child that is forked at a quiet moment has circuits of its own, which begin as its parent's
//! were. It has no listeners: [`Subscription::flush`] returns at once. Subscribe in the child.
//!
//! # Systems
//!
//! * Targets need atomics of 64 bits; others are refused at compile time.
//! * The clock is the system's monotonic one. On Linux and macOS it stands still while the machine
//!   is suspended: a circuit that was open before is open for the rest of its time after.
//! * A static library that is linked by C keeps the list of circuits only as far as its linker
//!   keeps their sections: pass `--whole-archive`, or [`register!`] what must be listed. The
//!   circuits themselves work as ever, and are found once they were called.
//! * Under `tokio::time::pause` (feature `tokio`) a test's own runtime has a clock of its own, and a
//!   plain thread has the system's. Circuits that both call see two times: give such a test
//!   `testing::isolate` and its clock.
//! * On `wasm32-unknown-unknown` the feature `web` brings a clock.
//!
//! # Features
//!
//! * `tokio`: the argument `timeout`; circuits follow tokio's clock where tests can pause it.
//! * `tracing`: transitions and rejections as events of `tracing`; see the module of that name.
//! * `metrics`: circuits as metrics, through the facade `metrics`; see the module of that name.
//! * `serde`: [`Overrides`] from TOML, JSON and the like; [`Snapshot`] and [`Event`] as data, for status pages.
//! * `tower`: the module `tower`, a layer that guards any service.
//! * `axum`: [`CircuitOpen`] and [`TimedOut`] are responses, `503` with `Retry-After` and `504`, and so is
//!   what was made from them (`response_behind`); axum's `Response` is an [`Outcome`], a server's error a
//!   failure, and a rejection one of its own.
//! * `web`: the clock of a browser, a worker or Node on `wasm32-unknown-unknown`. Without it time
//!   stands still there, and a circuit rejects nothing.
//! * `test-util`: `testing::ManualClock`, `CircuitBreaker::set_clock` and `CircuitBreaker::with_clock`, for tests that own the time.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(not(target_has_atomic = "64"))]
compile_error!("`breaker-runtime` needs atomics of 64 bits, which this target has not");

#[cfg(any(feature = "axum", feature = "tower"))]
mod adapters;
mod base;
mod call;
mod circuit;
mod counts;
mod events;
mod keyed;
mod machine;
mod policy;
mod registry;
mod telemetry;
mod watch;

#[doc(hidden)]
pub mod __private;
#[cfg(feature = "test-util")]
pub mod testing;

#[cfg(feature = "axum")]
pub use adapters::axum::response_behind;
#[cfg(feature = "tower")]
pub use adapters::tower;
pub use base::identity::Location;
pub use breaker_macros::circuit_breaker;
pub use call::cause::{Cause, TimeOut, TimedOut};
pub use call::outcome::{Outcome, Reject, Verdict};
pub use call::rejection::CircuitOpen;
pub use circuit::CircuitBreaker;
pub use circuit::admitted::permit::Permit;
pub use counts::calls::Calls;
pub use events::failure::{FailureKind, FailureKinds};
pub use events::state::State;
pub use events::{Event, EventKind, OpenReason, Subscription};
pub use keyed::KeyedCircuitBreaker;
pub use policy::overrides::{ConfigureError, OverrideError, Overrides, PassedBy, Problem, Setting};
pub use policy::{Policy, PolicyError, Rule, SettingChange, Window};
pub use registry::{Configured, DuplicateNames, LookupError, PolicyChange, Registry, registry};
#[cfg(feature = "tracing")]
pub use telemetry::tracing;
#[cfg(feature = "metrics")]
pub use watch::metrics;
pub use watch::snapshot::{KeysSnapshot, Snapshot};

pub mod prelude {
    //! What a file that guards functions needs: `use breaker_runtime::prelude::*;`.
    //!
    //! The crate's root has modules named after the crates that they serve (`tower`, `tracing`,
    //! `metrics`), which a glob import of the root would put in front of those crates. No name in here
    //! is that of a crate.
    //!
    //! ```
    //! use breaker_runtime::prelude::*;
    //!
    //! static DB: CircuitBreaker = CircuitBreaker::new("ledger db", Policy::new().threshold(3));
    //!
    //! #[circuit_breaker(breaker = DB)]
    //! fn query(sql: &str) -> Result<usize, std::io::Error> {
    //!     Ok(sql.len())
    //! }
    //!
    //! assert_eq!(query("select 1").unwrap(), 8);
    //! assert_eq!(DB.state(), State::Closed);
    //! ```

    pub use crate::call::cause::{Cause, TimedOut};
    pub use crate::call::outcome::{Outcome, Reject, Verdict};
    pub use crate::call::rejection::CircuitOpen;
    pub use crate::circuit::CircuitBreaker;
    pub use crate::circuit_breaker;
    pub use crate::events::state::State;
    pub use crate::keyed::KeyedCircuitBreaker;
    pub use crate::policy::{Policy, Window};
    pub use crate::registry::registry;
}
