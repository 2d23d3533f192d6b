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

/// How a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// For how long and why it is away; `None`: it takes part.
    pub away: Option<Away>,
    /// How many members were seen last, this one included; 0 before it first took part.
    pub members: u32,
    /// The requests that were dropped so far.
    pub dropped: u64,
}

/// Why a member takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// For how long, so far.
    pub lasted: Duration,
    /// What went wrong; `not connected yet` before the first connection.
    pub why: String,
}

impl Away {
    /// Why, before anything went wrong.
    pub(crate) const NOT_YET: &'static str = "not connected yet";
}
