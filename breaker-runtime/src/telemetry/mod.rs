//! What happens to circuits, emitted by the feature `tracing` and counted by the feature `metrics`.
//!
//! Unlike listeners, which have threads of their own, subscribers run on the thread of the call
//! that caused a transition, within its span. A transition goes into an outbox under the circuit's
//! lock, which keeps transitions in order, and is emitted once the lock is released: the lock
//! leaves an [`Untold`], which can't be forgotten. If another thread emits at that moment, it takes
//! this transition along, up to a few; an emitter's thread goes on with what is left. No call waits
//! for what others emit, and none emits for others without end.
//!
//! Metrics are read from the circuits when they are published. Transitions alone are counted here,
//! because a circuit does not keep them all.

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

/// Whether anybody can listen.
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

/// Counts nothing: nobody asks.
#[cfg(not(feature = "metrics"))]
pub(crate) const fn count(_: crate::base::scope::ScopeId, _: &crate::events::Event) {}
