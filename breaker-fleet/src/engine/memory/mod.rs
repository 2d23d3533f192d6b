//! An engine in memory: the contract of `engine` in plain code, for simulations and tests.

mod control;
mod members;
mod outage;
mod record;
mod step;
mod sync;

use std::collections::{BTreeMap, BTreeSet};

pub use record::{Kind, Record, RecordPhase, Stored};

use members::Greeted;

use super::{Gone, MOST_AHEAD, Ran};
use crate::wire::{Batch, EngineTime, MemberId, Message, Reply, Request, Subject, Version};

/// Records, changes and members of one namespace. A clone is a replica of this moment: a failover
/// to it puts it in the original's place.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    highest: Version,
    records: BTreeMap<Subject, Record>,
    /// The set of changes: every record once.
    changes: BTreeMap<Version, Subject>,
    members: BTreeMap<MemberId, Greeted>,
    time: EngineTime,
}

impl Memory {
    /// An engine that knows nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs a batch at this time of the engine, which may be earlier than the last one: clocks are
    /// set back.
    ///
    /// # Errors
    ///
    /// The batch is larger than what is sent: [`Batch::fits`].
    pub fn run_at(&mut self, time: EngineTime, batch: &Batch) -> Result<Ran, Gone> {
        if !batch.fits() {
            return Err(Gone::refused("not a batch of this version of breaker-fleet"));
        }
        self.time = time;
        self.find_highest();
        let void = batch.void_after.is_some_and(|last| time > last);
        let mut changed = BTreeSet::new();
        let replies = batch
            .requests
            .iter()
            .map(|request| match request {
                Request::Sync { cursor, heard, instance, zone } => {
                    self.greet(batch.member, instance, zone);
                    self.sync(*cursor, heard)
                }
                Request::Members => self.others(batch.member),
                Request::Leave { .. } => self.leave(batch.member),
                _ if void => Reply::Void { time },
                request => self.step(batch.member, request, &mut changed),
            })
            .collect();
        Ok(Ran { replies, message: self.message(&changed) })
    }

    /// Sets the time at which [`Engine::run`](super::Engine::run) runs batches.
    pub fn set_time(&mut self, time: EngineTime) {
        self.time = time;
    }

    /// Forgets everything, versions included, as a server restarted empty does.
    pub fn wipe(&mut self) {
        *self = Self { time: self.time, ..Self::default() };
    }

    /// Forgets one record, as an evicting server does.
    pub fn evict(&mut self, subject: &Subject) {
        if let Some(record) = self.records.remove(subject) {
            self.changes.remove(&record.version);
        }
    }

    /// Forgets the highest version alone, as an evicting server does.
    pub fn evict_highest(&mut self) {
        self.highest = 0;
    }

    /// A highest version that was evicted, or is further ahead than any clock is set back, is the
    /// last one of the changes.
    fn find_highest(&mut self) {
        let last_of_all = self.now().saturating_add(MOST_AHEAD);
        if self.highest == 0 || self.highest > last_of_all {
            let last = self.changes.range(..=last_of_all).next_back();
            self.highest = last.map_or(0, |(version, _)| *version);
        }
    }

    /// A record as it is kept, not as it would be read.
    #[must_use]
    pub fn record(&self, subject: &Subject) -> Option<&Record> {
        self.records.get(subject)
    }

    /// The same for whoever writes into an engine by hand. Versions are not theirs.
    pub fn record_mut(&mut self, subject: &Subject) -> Option<&mut Record> {
        self.records.get_mut(subject)
    }

    /// All records as they are kept.
    pub fn records(&self) -> impl Iterator<Item = (&Subject, &Record)> {
        self.records.iter()
    }

    /// A record as somebody has written it who may write to the engine, and the message that tells
    /// of it.
    pub fn write(
        &mut self,
        time: EngineTime,
        subject: &Subject,
        record: Record,
    ) -> Option<Message> {
        self.time = time;
        self.evict(subject);
        self.highest = self.highest.max(record.version);
        self.put(subject, record);
        self.message(&BTreeSet::from([subject.clone()]))
    }

    fn now(&self) -> u64 {
        self.time.0
    }

    /// Takes a record out to be changed: [`put`](Self::put) brings it back. Expired ones are gone.
    fn take(&mut self, subject: &Subject) -> Option<Record> {
        let mut record = self.records.remove(subject)?;
        self.changes.remove(&record.version);
        (record.expires > self.now() && record.version <= self.highest).then(|| {
            record.clamp(self.time.0);
            record
        })
    }

    /// Brings a record back as it is.
    fn put(&mut self, subject: &Subject, record: Record) {
        self.changes.insert(record.version, subject.clone());
        self.records.insert(subject.clone(), record);
    }

    fn message(&self, changed: &BTreeSet<Subject>) -> Option<Message> {
        let mut views: Vec<_> = changed
            .iter()
            .filter_map(|subject| Some(self.records.get(subject)?.view(subject, self.now())))
            .collect();
        views.sort_by_key(|view| view.version);
        (!views.is_empty()).then_some(Message { views })
    }
}

impl super::Engine for Memory {
    async fn run(&mut self, batch: &Batch) -> Result<Ran, Gone> {
        self.run_at(self.time, batch)
    }
}
