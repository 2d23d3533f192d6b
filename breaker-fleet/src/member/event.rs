//! What people are told of a member.

use core::time::Duration;

/// What happens to a member. One event an episode; of dropped requests, one a second at most.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// The engine knows less than before: it was wiped, evicted, restarted empty, or failed over,
    /// or somebody has spoilt what it knew. What happens again within a minute is told once.
    Forgotten,
    /// Changes came without messages, once a second: the member subscribes anew, for which it is
    /// away for a moment. Once in five minutes at most: where that doesn't help, somebody writes to
    /// the server and publishes nothing.
    Unsubscribed,
    /// More happened than could be sent: this many requests were dropped since the last such event,
    /// the latest of each circuit was kept.
    Dropped {
        /// How many.
        requests: u64,
    },
    /// This process has left: its [`Fleet`](crate::Fleet) was dropped. The last event. Not told
    /// where it never tried to take part, or at the end of the program.
    Left,
}
