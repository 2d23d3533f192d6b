//! What happens to circuits, emitted by the feature `tracing` and counted by the feature `metrics`.
//!
//! Unlike listeners, which have threads of their own, subscribers run on the thread of the call
//! that caused a transition, for the sake of its span. So a transition is put into an outbox under
//! the circuit's lock, which is what keeps it in order, and emitted after that is released: the
//! lock leaves an [`Untold`], which can't be forgotten. If another thread is at it, it takes this
//! one along, up to a few: one of the emitters' threads goes on with what is left. No call waits
//! for what others emit, and none emits for others without end.
//!
//! Metrics are read from the circuits when they are published. Only transitions are counted here,
//! for a circuit does not keep them all.

#[cfg(feature = "tracing")]
mod audience;
#[cfg(feature = "tracing")]
mod emitters;
#[cfg(not(feature = "tracing"))]
mod nowhere;
#[cfg(feature = "tracing")]
mod outbox;
#[cfg(feature = "tracing")]
pub mod tracing;
#[cfg(feature = "metrics")]
pub(crate) mod transitions;
mod untold;

/// Whether anybody may want to be told.
const IS_ON: bool = cfg!(feature = "tracing");

#[cfg(feature = "tracing")]
pub(crate) use audience::Audience;
#[cfg(not(feature = "tracing"))]
pub(crate) use nowhere::{Notice, Outbox};
#[cfg(feature = "tracing")]
pub(crate) use outbox::{Notice, Outbox};
#[cfg(feature = "metrics")]
pub(crate) use transitions::count;
pub(crate) use untold::{AllUntold, Untold};

/// Nobody asks how often.
#[cfg(not(feature = "metrics"))]
pub(crate) const fn count(_: crate::base::scope::ScopeId, _: &crate::events::Event) {}
