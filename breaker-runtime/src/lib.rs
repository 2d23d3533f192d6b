#![cfg_attr(
    all(
        not(doctest),
        feature = "axum",
        feature = "metrics",
        feature = "stream",
        feature = "test-util",
        feature = "tower",
        feature = "tracing"
    ),
    doc = include_str!("../guide/links_of_features.md")
)]
//! A circuit breaker in one attribute: a guarded function stops calling what is down, and calls it
//! again when it is back.
//!
//! ```toml
//! [dependencies]
//! breaker-runtime = "0.1"
//!
//! [dev-dependencies]
//! breaker-runtime = { version = "0.1", features = ["test-util"] } # circuits of each test's own
//! ```
//!
//! ```standalone_crate
//! use breaker_runtime::{circuit_breaker, registry};
//!
//! #[circuit_breaker(threshold = 5, window = "10s", fallback = cached_rate, name = "bank")]
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
//!
//! for circuit in registry().snapshot() {
//!     // bank: open for 0s, next trial in 30s; 6 calls: 5 failed, 1 rejected; ..
//!     println!("{circuit}");
//! }
//! ```
//!
//! * *Closed*: calls pass. Five failures (`Err`, panics) within any ten seconds open the circuit
//!   (rule [S1](_guide::rules#s1-a-number-of-failures-in-a-time)).
//! * *Open*: the body does not run. The fallback answers at once; without one the function returns
//!   an error, by the error type's `From<`[`CircuitOpen`]`>` (rule [S5](_guide::rules#s5-open)).
//! * *Half-open*: after [`open_for`](Policy::open_for) a limited number of trial calls pass. If
//!   they succeed the circuit closes; if one fails it opens again (rule
//!   [S6](_guide::rules#s6-half-open)).
//!
//! The compiler checks the settings, and a call through a closed circuit costs one atomic load.
//! Functions, methods and traits, sync and async; no runtime required. Rust 1.85 or later.
//!
//! # See circuits
//!
//! * Now: `println!` a [`Snapshot`], of all circuits by [`Registry::snapshot`] or of one by
//!   `registry().get("bank")`. A status page or a readiness endpoint reads its fields: see
//!   [the registry](_guide::registry).
//! * While it happens: [`Registry::subscribe`] calls a closure with each [`Event`];
//!   [`CircuitBreaker::history`] keeps the latest. The feature `tracing` logs them, without
//!   further code.
//! * Over time: the feature `metrics` publishes counts and states to Prometheus and others; the
//!   [chapter on telemetry](_guide::telemetry) has alerts.
//!
//! The error of a rejected call names the circuit, and says when to try again:
//! ``circuit `bank` is open, retry in 30s``.
//!
//! # Where to go on
//!
//! * [Getting started](_guide::getting_started): a guarded service with tests, metrics and a
//!   readiness endpoint.
//! * [`macro@circuit_breaker`]: the attribute, with all its arguments.
//! * [The guide](_guide), a chapter for each task: [which settings to choose](_guide::settings),
//!   [what counts](_guide::outcomes), [fallbacks](_guide::fallbacks),
//!   [errors and retries](_guide::errors), [keys](_guide::keys), [testing](_guide::testing),
//!   [telemetry](_guide::telemetry), and more.
//! * [`registry`]: the list of all circuits, to look at, force, configure and listen to.
//! * [`CircuitBreaker`]: a circuit [made by hand](_guide::by_hand), without the attribute.
//! * [The rules](_guide::rules): the semantics. The documentation refers to them by number.
//! * [Glossary](_guide::glossary): the words of the documentation, each with one meaning.
//! * [Limits](_guide::limits): systems, forks, WebAssembly.
//!
//! # Features
//!
//! All are off by default, and additive.
//!
//! | feature | brings | chapter |
//! |---|---|---|
//! | `tokio` | the argument [`timeout`](macro@circuit_breaker#arguments) | [Choose settings] |
//! | `stream` | functions that return streams, and [`watch`](CircuitBreaker#watching-streams) for streams and bodies of HTTP | [Streams](_guide::streams) |
//! | `axum` | rejections and time-outs as responses: [`response_behind`] | [axum and tower] |
//! | `tower` | a layer that guards any service: [`tower`] | [axum and tower] |
//! | `retry-after` | the header `Retry-After` as a time: [`retry_after`] | [Errors and retries](_guide::errors) |
//! | `tracing` | transitions and rejections as events of the crate `tracing`: [`tracing`] | [Telemetry] |
//! | `metrics` | counts and states through the crate `metrics`: [`metrics`] | [Telemetry] |
//! | `serde` | [`Overrides`] from TOML or JSON; [`Snapshot`] and [`Event`] as data | [Overrides](_guide::overrides) |
//! | `test-util` | circuits of each test's own, on a clock that the test moves: [`testing`] | [Testing] |
//! | `web` | the clock of a browser, a worker or Node on `wasm32-unknown-unknown` | [Limits] |
//!
//! * With `axum` a `Response` is an [`Outcome`] and a [`Reject`]: handlers can be guarded
//!   functions.
//! * With `tokio` and `test-util` together circuits follow `tokio::time::pause`.
//!
//! [Choose settings]: _guide::settings
//! [axum and tower]: _guide::servers
//! [Telemetry]: _guide::telemetry
//! [Testing]: _guide::testing
//! [Limits]: _guide::limits
//! [`response_behind`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/fn.response_behind.html
//! [`retry_after`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/fn.retry_after.html
//! [`tower`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/tower/
//! [`tracing`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/tracing/
//! [`metrics`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/metrics/
//! [`testing`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/testing/

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The models' own flag is none of a user's features.
#![cfg_attr(docsrs, doc(auto_cfg(hide(breaker_loom))))]

#[cfg(not(target_has_atomic = "64"))]
compile_error!("`breaker-runtime` needs atomics of 64 bits, which this target has not");

mod adapters;
mod base;
mod breaker;
mod call;
mod circuit;
mod events;
mod keyed;
mod machine;
mod policy;
mod registry;
mod tallies;
mod telemetry;
mod watch;

#[doc(hidden)]
pub mod __private;
#[cfg(any(doc, doctest))]
#[path = "../guide/mod.rs"]
pub mod _guide;
#[cfg(feature = "test-util")]
pub mod testing;

#[cfg(feature = "axum")]
pub use adapters::axum::response_behind;
#[cfg(feature = "retry-after")]
pub use adapters::retry_after::{retry_after, retry_after_at};
#[cfg(feature = "tower")]
pub use adapters::tower;
pub use base::identity::Location;
pub use breaker::{CircuitBreaker, FromOutside};
// The attribute's own crate knows no item of this one: these definitions come first, so that its
// links lead to them here.
#[cfg_attr(not(doctest), doc = include_str!("../guide/links.md"))]
pub use breaker_macros::circuit_breaker;
pub use call::cause::{Cause, TimeOut, TimedOut};
pub use call::outcome::{Outcome, Reject, Verdict};
pub use call::rejection::CircuitOpen;
pub use circuit::admitted::permit::Permit;
pub use circuit::probe::Probe;
#[cfg(feature = "stream")]
pub use circuit::stream;
pub use events::failure::{FailureKind, FailureKinds};
pub use events::forced::Forced;
pub use events::no_verdict::NoVerdict;
pub use events::note::Note;
pub use events::state::State;
pub use events::{Event, EventKind, OpenReason, Subscription};
pub use keyed::KeyedCircuitBreaker;
pub use policy::overrides::{ConfigureError, OverrideError, Overrides, PassedBy, Problem};
pub use policy::{
    Policy, PolicyError, Rule, Setting, SettingChange, SettingSource, Settings, Source, Window,
};
pub use registry::{
    Configured, DuplicateNames, Guarded, Instead, LookupError, PolicyChange, Registry, registry,
};
pub use tallies::calls::Calls;
#[cfg(feature = "tracing")]
pub use telemetry::tracing;
#[cfg(feature = "metrics")]
pub use watch::metrics;
pub use watch::saved::{NotRestored, RestoreError, Restored, RestoredCircuit, Saved};
pub use watch::snapshot::{
    KeysSnapshot, LastFailure, RejectionWithin, Snapshot, Suspected, Trials,
};

pub mod prelude {
    //! What a file that guards functions needs: `use breaker_runtime::prelude::*;`.
    //!
    //! The crate's root has modules named after the crates that they serve (`tower`, `tracing`,
    //! `metrics`), which a glob import of the root would put in front of those crates. No name in
    //! here is that of a crate.
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

    pub use crate::breaker::CircuitBreaker;
    pub use crate::call::cause::{Cause, TimedOut};
    pub use crate::call::outcome::{Outcome, Reject, Verdict};
    pub use crate::call::rejection::CircuitOpen;
    pub use crate::circuit_breaker;
    pub use crate::events::state::State;
    pub use crate::keyed::KeyedCircuitBreaker;
    pub use crate::policy::{Policy, Window};
    pub use crate::registry::registry;
}
