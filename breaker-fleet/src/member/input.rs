//! What a host tells its member.

use core::time::Duration;

use super::BatchId;
use crate::engine::Gone;
use crate::wire::{ForcedTo, Message, Name, Reply, Text, Why};

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
        why: String,
    },
    /// The program leaves the fleet. What is to be sent comes back at once; the host sends it, and
    /// drops the member.
    Leave,
    /// The time that [`wakes_at`](super::Member::wakes_at) said has come; harmless at any other.
    Tick,
}

/// What happened to a circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEvent {
    /// Which.
    pub name: Name,
    /// What.
    pub what: What,
    /// By whom.
    pub origin: Origin,
}

/// What happens to circuits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It opened, not by force.
    Opened {
        /// Whether it was closed (or in its ramp-up) before; false: half-open.
        first: bool,
        /// Why.
        why: Why,
    },
    /// Trials begin.
    HalfOpened,
    /// It closed, or its ramp-up began. Not: its ramp-up ended.
    Closed,
    /// It was forced.
    Forced {
        /// Into which state.
        to: ForcedTo,
        /// For how long; `None`: until further notice.
        time: Option<Duration>,
        /// Why.
        note: Text,
    },
    /// It is back under its rules: a force ended, or was taken back.
    Released {
        /// Whether somebody took it back; false: its time was over.
        by_hand: bool,
    },
}

/// Who made it happen: so that nothing echoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The circuit's own calls, a suspicion included: they failed.
    Own,
    /// This member, by a step from outside.
    Fleet,
    /// Somebody in this process, by hand.
    Hand,
}
