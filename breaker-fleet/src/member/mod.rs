//! The protocol of one process: sans-io and deterministic. A host feeds it what happened and does
//! what it says; its chance comes from a seed.

mod event;
mod input;
mod output;

pub use event::{Away, FleetEvent, Status};
pub use input::{Input, LocalEvent, Origin, What};
pub use output::{BatchId, Output};

use core::time::Duration;

use crate::circuits::Circuits;
use crate::wire::{MemberId, Text};

/// Who a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// 64 random bits, drawn by each join.
    pub id: MemberId,
    /// What people are shown.
    pub instance: Text,
    /// The zone; `""` if the service has none.
    pub zone: Text,
    /// Whether what is forced by hand travels.
    pub share_control: bool,
    /// Where the member's chance comes from.
    pub seed: u64,
}

/// One process of a fleet. See the module's documentation.
#[derive(Debug)]
pub struct Member {
    config: Config,
}

impl Member {
    /// A member that has not connected yet. Times are durations since the member's start.
    #[must_use]
    pub const fn new(config: Config) -> Self {
        Self { config }
    }

    /// Takes in what happened at `now`, steps circuits, and says what to do. `now` never goes back.
    pub fn handle<C: Circuits>(
        &mut self,
        now: Duration,
        input: Input,
        circuits: &mut C,
    ) -> Vec<Output> {
        let _ = (now, input, circuits, &self.config);
        Vec::new()
    }

    /// When to say [`Input::Tick`] at the latest; `None`: only when something happens.
    #[must_use]
    pub const fn wakes_at(&self) -> Option<Duration> {
        None
    }
}
