//! What a host tells its member.

use super::BatchId;
use crate::circuits::LocalEvent;
use crate::engine::Gone;
use crate::wire::{Message, Reply};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// To a circuit of this process, in the order in which it happened.
    Local(LocalEvent),
    /// Events of circuits were lost: all states are compared.
    Missed,
    /// A batch was answered, or will not be. The host waits 500 ms for an answer, then says
    /// [`Gone`]; an answer that it hands over later is taken for none.
    Answered {
        /// Which batch.
        id: BatchId,
        /// The answer.
        result: Result<Vec<Reply>, Gone>,
    },
    /// A message came from the channel.
    Pushed(Message),
    /// The connection is made, *and subscribed*.
    Connected,
    /// The connection is gone, or can't be made: batches without an answer won't get any. The host
    /// goes on trying, with back-off and jitter. Told each time; the member tells people once.
    Disconnected {
        /// Why, as people are shown.
        why: Gone,
    },
    /// Somebody has looked at the membership: for half a minute the engine is asked every five
    /// seconds who else is there. Told once a second at most.
    Looked,
    /// The program leaves the fleet. What is to be sent comes back at once; the host sends it, and
    /// drops the member.
    Leave,
    /// The time that [`wakes_at`](super::Member::wakes_at) said has come; harmless at any other.
    Tick,
}
