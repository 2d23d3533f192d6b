//! What an engine answers.

use super::{EngineTime, Peer, Version, View};

/// The answer to one request, in the order of the requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The request did what it is for. The record as it is now.
    Accepted(View),
    /// It did not. The record as it is, or `None` if there is none.
    Refused(Option<View>),
    /// The batch came too late, and the request did nothing.
    Void {
        /// The engine's time.
        time: EngineTime,
    },
    /// To [`Sync`](super::Request::Sync).
    Synced(Synced),
    /// To [`Members`](super::Request::Members).
    Members(Vec<Peer>),
    /// To [`Leave`](super::Request::Leave).
    Left,
}

/// What has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synced {
    /// The engine's time.
    pub time: EngineTime,
    /// The highest version of the namespace that was ever given; 0 if there was none.
    pub highest: Version,
    /// The cursor of the next sync: if there are more views than fit in, the version up to which
    /// the list is complete, else [`highest`](Self::highest).
    pub cursor: Version,
    /// How many members were seen in the last five seconds, this one included.
    pub members: u32,
    /// The records that changed since the cursor, by version.
    pub views: Vec<View>,
}
