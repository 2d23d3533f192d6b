//! What happens to circuits, emitted by the features `tracing` and `metrics`.
//!
//! Unlike listeners, which have threads of their own, these run on the thread of the call that
//! caused it, for the sake of its span. So a transition is put into an outbox under the circuit's
//! lock, which is what keeps it in order, and emitted after that is released. If another thread is
//! at it, it takes this one along, up to a few: the courier tells what is left. No call waits for
//! what others emit, and none emits for others without end.

#[cfg_attr(any(feature = "tracing", feature = "metrics"), path = "telemetry/outbox.rs")]
#[cfg_attr(not(any(feature = "tracing", feature = "metrics")), path = "telemetry/nowhere.rs")]
mod outbox;

#[cfg(any(feature = "tracing", feature = "metrics"))]
mod audience;
#[cfg(any(feature = "tracing", feature = "metrics"))]
mod courier;

/// Whether anybody may want to be told.
pub(crate) const IS_ON: bool = cfg!(any(feature = "tracing", feature = "metrics"));

#[cfg(any(feature = "tracing", feature = "metrics"))]
pub(crate) use audience::Audience;
pub(crate) use outbox::{Notice, Outbox};
