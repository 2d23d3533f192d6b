//! What happens to circuits, as far as a member hears of it.

use core::time::Duration;

use crate::wire::{ForcedTo, Name, OrderId, Text, Why};

/// What happened to a circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEvent {
    /// Whose.
    pub name: Name,
    /// Which of all: heard of, or found again, it is the same.
    pub id: OrderId,
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
        /// Who it was, if that is known.
        who: Text,
        /// Why.
        note: Text,
    },
    /// Somebody gave it back to its rules.
    Released {
        /// Who it was, if that is known.
        who: Text,
        /// Why.
        note: Text,
    },
    /// It is back under its rules: the time of a force is over.
    ForceEnded,
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
    /// Its function, by whoever has forced that: the circuit is a key's, and obeys with all others.
    Whole,
}
