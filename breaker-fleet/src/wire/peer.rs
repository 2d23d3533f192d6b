//! Who else is there.

use core::time::Duration;

use super::Text;

/// Another member, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// What people are shown.
    pub instance: Text,
    /// Its zone; `""` if it has none.
    pub zone: Text,
    /// How long ago it synced last.
    pub seen: Duration,
}

impl Peer {
    /// The most that are named at once.
    pub const MOST: usize = 200;
}
