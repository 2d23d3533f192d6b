//! The protocol of one process: sans-io and deterministic. A host feeds it what happened and does
//! what it says; its chance comes from a seed.

mod absence;
mod case;
mod cases;
mod chance;
mod clock;
mod cursor;
mod doubt;
mod event;
mod heard;
mod input;
mod interest;
mod link;
mod listen;
mod namesakes;
mod openings;
mod outbox;
mod output;
mod remembered;
mod status;
mod talk;

#[cfg(test)]
mod tests;

use core::time::Duration;

pub use crate::circuits::{LocalEvent, Origin, What};
use case::Case;
pub use case::Known;
use cases::Cases;
use chance::Chance;
use cursor::Cursor;
pub use event::FleetEvent;
pub use input::Input;
use interest::Interest;
pub use interest::every as asks_every;
use link::Link;
use namesakes::Namesakes;
pub use openings::Openings;
use outbox::Outbox;
pub use output::{BatchId, Output};
use remembered::Remembered;
pub use status::{Away, Status, Traffic};

use crate::circuits::Circuits;
use crate::engine::Gone;
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
    /// Where the engine is, as people are shown with what goes wrong there; `""`: they aren't.
    pub engine: Text,
    /// Whether what is forced by hand travels.
    pub share_control: bool,
    /// Where the member's chance comes from.
    pub seed: u64,
}

impl Config {
    /// What went wrong, and where.
    fn engine_with(&self, why: &Gone) -> String {
        match self.engine.as_str() {
            "" => why.to_string(),
            engine => format!("{engine}: {why}"),
        }
    }
}

/// One process of a fleet. See the module's documentation.
#[derive(Clone, Debug)]
pub struct Member {
    config: Config,
    chance: Chance,
    link: Link,
    cursor: Cursor,
    outbox: Outbox,
    cases: Cases,
    remembered: Remembered,
    members: u32,
    interest: Interest,
    namesakes: Namesakes,
    sent: u64,
    received: u64,
    /// All circuits were compared for this input.
    compared: bool,
    outputs: Vec<Output>,
}

impl Member {
    /// A member that has not connected yet. Times are durations since the member's start.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            chance: Chance::new(config.seed),
            config,
            link: Link::new(),
            cursor: Cursor::default(),
            outbox: Outbox::default(),
            cases: Cases::default(),
            remembered: Remembered::default(),
            members: 0,
            interest: Interest::default(),
            namesakes: Namesakes::default(),
            sent: 0,
            received: 0,
            compared: false,
            outputs: Vec::new(),
        }
    }

    /// Takes in what happened at `now`, steps circuits, and says what to do. `now` never goes back.
    pub fn handle<C: Circuits>(
        &mut self,
        now: Duration,
        input: Input,
        circuits: &mut C,
    ) -> Vec<Output> {
        let is_message = matches!(&input, Input::Pushed(_) | Input::Answered { result: Ok(_), .. });
        self.received += u64::from(is_message);
        match input {
            Input::Local(event) => self.happened(now, &event, circuits),
            Input::Missed => self.compare(now, circuits),
            Input::Answered { id, result } => self.answered(now, id, result, circuits),
            Input::Pushed(message) => self.pushed(now, message, circuits),
            Input::Connected => self.connected(now),
            Input::Disconnected { why } => self.go_away(now, &why),
            Input::Looked => self.looked(now),
            Input::Leave => self.leave(now),
            Input::Tick => {}
        }
        self.tick(now, circuits);
        core::mem::take(&mut self.outputs)
    }

    /// When to say [`Input::Tick`] at the latest; `None`: only when something happens.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Duration> {
        let outbox = self.outbox.due().filter(|_| self.link.has_room());
        [self.link.sync_due(), outbox, self.cases.wakes_at()].into_iter().flatten().min()
    }

    /// How the member is.
    #[must_use]
    pub fn status(&self, now: Duration) -> Status {
        let (sent, received) = (self.sent, self.received);
        Status {
            away: self.link.away(now),
            members: self.members,
            namesakes: self.namesakes.count(),
            leases: if self.link.is_live() { self.cases.leases() } else { 0 },
            traffic: Traffic { sent, received, dropped: self.outbox.dropped() },
        }
    }

    fn tick<C: Circuits>(&mut self, now: Duration, circuits: &mut C) {
        while let Some(name) = self.cases.next_due(now) {
            self.with_case(now, &name, circuits, Case::tick);
        }
        self.give_up(now, circuits);
        // What is sent counts as sent when the input came. After a look at each of ten thousand
        // circuits it would be late already: the next tick sends it.
        if !core::mem::take(&mut self.compared) {
            self.speak(now);
        }
    }
}
