//! How a member is.

use core::time::Duration;

/// How a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// For how long and why it is away; `None`: it takes part.
    pub away: Option<Away>,
    /// How many members were seen last, this one included; 0 before it first took part.
    pub members: u32,
    /// How many of the others had its name when that was last known.
    pub namesakes: u32,
    /// How many leases it holds.
    pub leases: u32,
    /// What it has sent and received.
    pub traffic: Traffic,
}

/// Why a member takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// For how long, so far.
    pub lasted: Duration,
    /// What is wrong: `not connected yet` before the first connection, `left` after the last, and
    /// `forked: ..` in a fork of the process that joined. Where the server answers again, but has
    /// refused or failed too often to rely on it at once: what was wrong, and when this process
    /// takes part again if nothing else is, `was: ..; trying again in 8s`.
    pub why: String,
}

impl Away {
    /// Why, before anything went wrong.
    pub(crate) const NOT_YET: &'static str = "not connected yet";
    /// Why, once nobody keeps this process in the fleet.
    #[cfg(feature = "redis")]
    pub(crate) const LEFT: &'static str = "left";
    /// Why, in a process that has the membership from its parent, and the fleet's thread not.
    #[cfg(feature = "redis")]
    pub(crate) const FORKED: &'static str = "forked: only its parent takes part";
}

/// What a process has sent to its fleet's server and received from it, since it joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traffic {
    /// Commands: about one a second, and one for what happens within ten milliseconds.
    pub sent: u64,
    /// Answers to them, and messages of what changed.
    pub received: u64,
    /// What happened and was not sent, because more happened than can be: the latest of each
    /// circuit is kept.
    pub dropped: u64,
}
