//! What travels at once.

use super::{EngineTime, MemberId, Request, View};

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
}

/// What a batch changed, as published to all members, its sender included: the last view of each
/// record, by version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Never empty when published.
    pub views: Vec<View>,
}
