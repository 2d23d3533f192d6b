//! What people are told of a member.

use core::time::Duration;

/// What happens to a member. One event an episode; of dropped requests, one a second at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FleetEvent {
    /// It takes part, for the first time or again.
    Joined {
        /// How many members there are.
        members: u32,
        /// How long it had been away.
        after: Duration,
    },
    /// It doesn't: each circuit goes on by its own rules.
    Away {
        /// Why.
        why: String,
    },
    /// The engine knows less than before: it was wiped, evicted, restarted empty, or failed over.
    Forgotten,
    /// Changes came by syncs alone: the member subscribes anew.
    Unsubscribed,
    /// More happened than could be sent: this many requests were dropped since the last such event,
    /// the latest of each circuit was kept.
    Dropped {
        /// How many.
        requests: u64,
    },
}
