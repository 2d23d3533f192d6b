//! The connection as a member sees it: what is under way, and how fresh its knowledge is.

use core::time::Duration;
use std::collections::BTreeMap;

use super::BatchId;
use super::absence::Absence;
use super::chance::Chance;
use super::clock::EngineClock;
use super::doubt::{Doubt, End};
use super::outbox::Entry;
use super::status::Away;
use crate::engine::Fault;

/// A message counts so long after the last answered sync was sent.
const FRESH: Duration = Duration::from_secs(2);
/// A version that no engine has makes a member forget at most once in so long.
const FORGETS: Duration = Duration::from_secs(1);
/// What an engine forgets again within so long belongs to the same episode, for people.
const EPISODE: Duration = Duration::from_secs(60);
/// A connection on which all is answered is given up once in so long at most.
const ANEW: Duration = Duration::from_secs(300);
/// Batches without an answer at once.
const UNDER_WAY: usize = 16;

/// Where the connection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    /// There is none.
    Away,
    /// It is there, but the first sync is under way, or it is doubted.
    Joining,
    /// The member takes part.
    Live,
}

/// A batch without an answer.
#[derive(Clone, Debug)]
pub(super) struct UnderWay {
    pub(super) sent: Duration,
    /// Empty: it is a sync.
    pub(super) entries: Vec<Entry>,
}

/// The connection.
#[derive(Clone, Debug)]
pub(super) struct Link {
    standing: Standing,
    doubt: Doubt,
    /// When the member began to take part last.
    joined: Duration,
    absence: Absence,
    under_way: BTreeMap<BatchId, UnderWay>,
    next: u64,
    syncs: bool,
    next_sync: Duration,
    /// When what was seen was forgotten last, for the engine knows less.
    forgot: Option<Duration>,
    /// When it was noticed last that the engine knows less, which people are told of.
    lost: Option<Duration>,
    /// When it was given up last to subscribe anew.
    anew: Option<Duration>,
    /// When the last answered sync was sent.
    fresh: Option<Duration>,
    pub(super) clock: EngineClock,
}

impl Link {
    pub(super) fn new() -> Self {
        Self {
            standing: Standing::Away,
            doubt: Doubt::default(),
            joined: Duration::ZERO,
            absence: Absence::from_the_start(),
            under_way: BTreeMap::new(),
            next: 0,
            syncs: false,
            next_sync: Duration::ZERO,
            forgot: None,
            lost: None,
            anew: None,
            fresh: None,
            clock: EngineClock::default(),
        }
    }

    pub(super) fn is_live(&self) -> bool {
        self.standing == Standing::Live
    }

    pub(super) fn is_away(&self) -> bool {
        self.standing == Standing::Away
    }

    pub(super) fn away(&self, now: Duration) -> Option<Away> {
        (!self.is_live()).then(|| self.absence.shown(now, !self.is_away(), &self.doubt))
    }

    /// What is under way will not be answered: the entries, as they were sent. `fault` and `why`
    /// say how the connection has ended.
    pub(super) fn abandon(&mut self, now: Duration, fault: Fault, why: &str) -> Vec<Entry> {
        let under_way = core::mem::take(&mut self.under_way);
        let entries: Vec<_> = under_way.into_values().flat_map(|batch| batch.entries).collect();
        let lasted = self.is_live().then(|| now.saturating_sub(self.joined));
        self.doubt.ended(now, End { fault, why, over_orders: !entries.is_empty(), lasted });
        entries
    }

    /// Whether nothing was ordered that is not answered yet.
    pub(super) fn is_idle(&self) -> bool {
        self.under_way.values().all(|batch| batch.entries.is_empty())
    }

    /// Nothing is heard but what syncs bring. Whether to subscribe anew: where that doesn't help,
    /// changes come unannounced, and syncs bring them soon enough.
    pub(super) fn subscribes_anew(&mut self, now: Duration) -> bool {
        let may = self.anew.is_none_or(|at| now.saturating_sub(at) >= ANEW) && self.is_idle();
        if may {
            self.anew = Some(now);
        }
        may
    }

    /// A sync was answered. Whether the engine is known for refusing all else: then nobody takes
    /// part yet.
    pub(super) fn is_doubted(&mut self, now: Duration) -> bool {
        self.doubt.is_there(now)
    }

    /// An order was carried out: nothing is in the way of taking part. Whether something was.
    pub(super) fn carried_out(&mut self, now: Duration) -> bool {
        let was_doubted = self.doubt.carried_out();
        if was_doubted {
            self.sync_at_once(now);
        }
        was_doubted
    }

    /// Whether what comes is for a member that doesn't take part.
    pub(super) const fn is_on_trial(&self) -> bool {
        self.doubt.is_tested()
    }

    /// Connected: the first sync goes at once.
    pub(super) fn connect(&mut self, now: Duration) {
        self.standing = Standing::Joining;
        self.syncs = false;
        self.next_sync = now;
    }

    /// No connection any more. Whether people have to be told.
    pub(super) fn disconnect(&mut self, now: Duration, why: String) -> bool {
        if self.is_live() {
            self.absence.begin(now);
        }
        self.standing = Standing::Away;
        self.clock = EngineClock::default();
        self.absence.explain(why)
    }

    /// How long the member had been away, if it wasn't live before.
    pub(super) fn join(&mut self, now: Duration) -> Option<Duration> {
        (self.standing == Standing::Joining).then(|| {
            self.standing = Standing::Live;
            self.joined = now;
            self.absence.lasted(now)
        })
    }

    /// When the next sync is to be sent; `None` while one is under way, or without a connection.
    pub(super) fn sync_due(&self) -> Option<Duration> {
        (!self.is_away() && !self.syncs).then_some(self.next_sync)
    }

    /// The engine knows less than was seen. Whether that is news: what comes again within a second
    /// waits for the next sync.
    pub(super) fn forget(&mut self, now: Duration) -> bool {
        let is_news = self.forgot.is_none_or(|at| now.saturating_sub(at) >= FORGETS);
        if is_news {
            self.forgot = Some(now);
            self.sync_at_once(now);
        }
        is_news
    }

    /// The engine has forgotten something. Whether people aren't told yet.
    pub(super) fn is_new_loss(&mut self, now: Duration) -> bool {
        let before = self.lost.replace(now);
        before.is_none_or(|at| now.saturating_sub(at) >= EPISODE)
    }

    /// There is a reason to sync.
    pub(super) fn sync_at_once(&mut self, now: Duration) {
        self.next_sync = self.next_sync.min(now);
    }

    /// There is more where the last answer took so long. An engine that is asked by many at once
    /// has thrice as long for others.
    pub(super) fn sync_after(&mut self, now: Duration, took: Duration) {
        self.next_sync = self.next_sync.min(now + 3 * took);
    }

    /// A sync is sent; the next one comes about a second later.
    pub(super) fn send_sync(&mut self, now: Duration, chance: &mut Chance) -> BatchId {
        self.syncs = true;
        self.next_sync = now + Duration::from_millis(950 + chance.up_to(100));
        self.send(now, Vec::new())
    }

    pub(super) fn send(&mut self, sent: Duration, entries: Vec<Entry>) -> BatchId {
        let id = BatchId(self.next);
        self.next += 1;
        self.under_way.insert(id, UnderWay { sent, entries });
        id
    }

    /// Whether another batch may be sent.
    pub(super) fn has_room(&self) -> bool {
        (self.is_live() || self.is_on_trial()) && self.under_way.len() < UNDER_WAY
    }

    /// A batch was answered, or won't be. `None`: it belongs to a connection that is gone.
    pub(super) fn answered(&mut self, id: BatchId) -> Option<UnderWay> {
        let under_way = self.under_way.remove(&id)?;
        self.syncs &= !under_way.entries.is_empty();
        Some(under_way)
    }

    /// What came was no answer: the batch goes the way of all that are under way.
    pub(super) fn is_unanswered(&mut self, id: BatchId, batch: UnderWay) {
        self.under_way.insert(id, batch);
    }

    /// A sync that was sent then was answered.
    pub(super) fn refresh(&mut self, sent: Duration) {
        self.fresh = Some(sent);
    }

    /// Whether a message counts.
    pub(super) fn is_fresh(&self, now: Duration) -> bool {
        self.is_live() && self.fresh.is_some_and(|sent| now.saturating_sub(sent) <= FRESH)
    }
}
