//! The engine in memory, on a clock of its own, which can be stopped, killed, wiped, set back.

use core::time::Duration;

use breaker_fleet::__protocol::engine::Ran;
use breaker_fleet::__protocol::engine::memory::{Kind, Memory, Record, RecordPhase, Stored};
use breaker_fleet::__protocol::wire::{Batch, EngineTime, MemberId};

#[derive(Debug)]
pub(crate) struct EngineHost {
    pub(crate) memory: Memory,
    pub(crate) life: Life,
    /// Connections that messages are pushed to: a process and the number of its connection.
    pub(crate) subscribers: Vec<(usize, u64)>,
    /// Batches that were run.
    pub(crate) batches: u64,
    remembered: Memory,
    was_set_back: bool,
    has_forgotten: bool,
    /// What its clock shows beyond the time of the world, in microseconds.
    offset: u64,
}

#[derive(Debug)]
pub(crate) enum Life {
    Runs,
    /// Stopped, with what waits in its sockets.
    Stopped(Vec<Arrived>),
    Dead,
}

/// What reaches the engine on a connection of a process.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) process: usize,
    pub(crate) connection: u64,
    pub(crate) what: Asked,
}

#[derive(Clone, Debug)]
pub(crate) enum Asked {
    Subscribe,
    Run(u64, Batch),
}

impl EngineHost {
    /// The clock shows two weeks at the start, so that it can be set back.
    const START: u64 = 14 * 24 * 3600 * 1_000_000;

    pub(crate) fn new() -> Self {
        Self {
            memory: Memory::new(),
            life: Life::Runs,
            subscribers: Vec::new(),
            batches: 0,
            remembered: Memory::new(),
            was_set_back: false,
            has_forgotten: false,
            offset: Self::START,
        }
    }

    pub(crate) fn time(&self, now: Duration) -> EngineTime {
        EngineTime(self.offset + u64::try_from(now.as_micros()).expect("a short run"))
    }

    pub(crate) fn run(&mut self, now: Duration, batch: &Batch) -> Ran {
        self.batches += 1;
        let time = self.time(now);
        self.memory.run_at(time, batch).expect("a member's batch")
    }

    pub(crate) fn wipe(&mut self) {
        self.memory.wipe();
        self.has_forgotten = true;
    }

    pub(crate) fn step_clock(&mut self, seconds: i64) {
        self.was_set_back |= seconds < 0;
        self.offset = self.offset.saturating_add_signed(seconds * 1_000_000);
    }

    /// Then nothing bounds versions, neither what is known nor the clock.
    pub(crate) const fn begins_anew(&self) -> bool {
        self.was_set_back && self.has_forgotten
    }

    /// Then records are kept for longer.
    pub(crate) const fn was_set_back(&self) -> bool {
        self.was_set_back
    }

    /// How many records are kept for longer than another three minutes; of what people ordered, for
    /// longer than an hour.
    pub(crate) fn kept_for_long(&self, now: Duration) -> usize {
        let later = |seconds| self.time(now + Duration::from_secs(seconds)).0;
        let is_long = |record: &Record| match &record.kind {
            Kind::Outage(_) => record.expires > later(180),
            Kind::Control { .. } => record.expires > later(3600),
        };
        self.memory.records().filter(|(_, record)| is_long(record)).count()
    }

    /// Forgets a record, as an engine does that is short of memory.
    pub(crate) fn evict(&mut self) {
        let subject = self.memory.records().next().map(|(subject, _)| subject.clone());
        if let Some(subject) = subject {
            self.memory.evict(&subject);
        }
    }

    /// The member that tries, of any circuit.
    pub(crate) fn holder(&self) -> Option<MemberId> {
        self.memory.records().find_map(|(_, record)| match &record.kind {
            Kind::Outage(Stored { phase: RecordPhase::Leased(holder), .. }) => Some(*holder),
            _ => None,
        })
    }

    /// Keeps a copy, such as a replica has that is late.
    pub(crate) fn remember(&mut self) {
        self.remembered = self.memory.clone();
    }

    pub(crate) fn restore(&mut self) {
        self.memory = self.remembered.clone();
        self.has_forgotten = true;
    }
}
