//! What travels at once.

use super::{EngineTime, MOST, MemberId, Request, View};

/// Requests of one member that an engine runs together: no other batch comes in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Who asks.
    pub member: MemberId,
    /// At a later time of the engine all requests but [`Sync`](Request::Sync),
    /// [`Members`](Request::Members) and [`Leave`](Request::Leave) are void; `None`: never.
    pub void_after: Option<EngineTime>,
    /// At most [`Batch::MOST`].
    pub requests: Vec<Request>,
}

impl Batch {
    /// The most requests of a batch.
    pub const MOST: usize = 100;

    /// Whether an engine runs it: there are not too many requests, and each is one that can be
    /// decoded.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.void_after.is_none_or(|time| time.0 <= MOST)
            && self.requests.len() <= Self::MOST
            && self.requests.iter().all(Request::fits)
    }
}

/// What a batch changed, as published to all members, its sender included: the last view of each
/// record, by version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Never empty when published.
    pub views: Vec<View>,
}
