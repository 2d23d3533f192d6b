//! Members against the engine in memory, with circuits that do as they are told. What many members
//! do under faults is the simulation's subject: `tests/simulation`.

#![expect(clippy::unchecked_time_subtraction, reason = "a test that is wrong may say so")]

mod circuits;
mod claims;
mod connection;
mod control;
mod doubts;
mod hostile;
mod kept_leases;
mod known;
mod leases;
mod lies;
mod lost_orders;
mod namesakes;
mod news;
mod orders_while_away;
mod patience;
mod recoveries;
mod refusals;
mod returns;
mod same_orders;
mod stolen;
mod suspicions;
mod syncs;
mod unheard;
mod unknown;
mod vanished;
mod world;
mod zones;

use core::time::Duration;

use crate::circuits::What;
use crate::wire::{ForcedTo, Text};

pub(super) const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

pub(super) const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// Somebody forces a circuit open; `None`: until further notice.
fn forced(time: Option<Duration>, note: &str) -> What {
    What::Forced { to: ForcedTo::Open, time, who: Text::default(), note: Text::new(note) }
}

/// Somebody gives a circuit back to its rules.
fn released() -> What {
    What::Released { who: Text::default(), note: Text::new("it is done") }
}
