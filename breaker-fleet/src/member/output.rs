//! What a member tells its host to do.

use super::{FleetEvent, Known};
use crate::wire::{Batch, Name, Peer};

/// The number of a batch, as one member counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub u64);

/// Something to do, in the order of the outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Send this, in this order, without waiting for the answer to what was sent before.
    Send {
        /// For the answer.
        id: BatchId,
        /// What.
        batch: Batch,
    },
    /// Close the connection, look up the address again, connect and subscribe with back-off; then
    /// say [`Connected`](super::Input::Connected).
    Reconnect {
        /// Why, as people are shown.
        why: String,
    },
    /// Tell people.
    Tell(FleetEvent),
    /// Show people who else is there, as of now.
    Others(Vec<Peer>),
    /// Show people what is known of this circuit's outage from now on; `None`: nothing.
    Outage {
        /// The circuit, which is here.
        name: Name,
        /// What is known.
        known: Option<Box<Known>>,
    },
}
