//! One call, as its caller sees it.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use breaker_runtime::{CircuitOpen, TimedOut};

use crate::ids::Ids;
use crate::ledger::Entry;
use crate::subject::Subject;
use crate::subscriber;

/// What comes back from a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// From the server.
    Fresh,
    /// From the fallback, for a call that was rejected.
    StandIn,
}

/// What a call fails with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No connection, or one that ended without a whole answer.
    Cut,
    /// An answer that says nothing.
    Garbled,
    /// The server says that it failed.
    Refused,
    /// The server says that this is none of the circuit's business.
    Busy,
    Open(CircuitOpen),
    TimedOut,
}

impl From<io::Error> for Fault {
    fn from(_: io::Error) -> Self {
        Self::Cut
    }
}

impl From<CircuitOpen> for Fault {
    fn from(open: CircuitOpen) -> Self {
        Self::Open(open)
    }
}

impl From<TimedOut> for Fault {
    fn from(_: TimedOut) -> Self {
        Self::TimedOut
    }
}

pub(crate) type Answer = Result<Reply, Fault>;

/// What a caller asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) key: u32,
    /// The body is to panic.
    pub(crate) panics: bool,
}

/// When a caller gave up, right before it did.
pub(crate) type GivenUp = Arc<OnceLock<Instant>>;

/// A call under way. Dropped before its end is noted, it was given up.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) subject: &'static Subject,
    asked: Instant,
    began: OnceLock<Instant>,
    ended: OnceLock<Instant>,
    panicked: AtomicBool,
    given_up: GivenUp,
    is_noted: bool,
}

impl Call {
    pub(crate) fn new(subject: &'static Subject) -> Self {
        Self::until(GivenUp::default(), subject)
    }

    /// A call that its caller may give up, having said so.
    pub(crate) fn until(given_up: GivenUp, subject: &'static Subject) -> Self {
        subscriber::begin_call();
        Self {
            subject,
            asked: Instant::now(),
            began: OnceLock::new(),
            ended: OnceLock::new(),
            panicked: AtomicBool::new(false),
            given_up,
            is_noted: false,
        }
    }

    /// The body begins.
    pub(crate) fn begin(&self) -> Option<Running<'_>> {
        if self.began.set(Instant::now()).is_err() {
            self.subject.ledger.note(Entry::Contradiction);
        }
        let ids = self.subject.ids()?;
        Some(Running { call: self, ids, id: ids.run() })
    }

    /// The body is about to panic.
    pub(crate) fn panics(&self) {
        self.panicked.store(true, Ordering::Relaxed);
    }

    pub(crate) fn returned(self, answer: &Answer) {
        match answer {
            Ok(Reply::StandIn) | Err(Fault::Open(_)) => self.end_as(Entry::Rejected),
            Ok(Reply::Fresh) => self.end_as(Entry::Success),
            Err(Fault::Busy) if self.subject.ignores_busy => self.end_as(Entry::Ignored),
            Err(_) => self.end_as(Entry::Failure),
        }
    }

    pub(crate) fn end_as(mut self, entry: Entry) {
        self.note(entry);
    }

    fn note(&mut self, entry: Entry) {
        self.is_noted = true;
        let has_run = self.began.get().is_some();
        let entry = match entry {
            Entry::Rejected if has_run => Entry::Contradiction,
            Entry::Rejected => Entry::Rejected,
            _ if !has_run => Entry::Contradiction,
            Entry::Success => self.unless_slow(&self.ended, entry, Entry::SuccessOrSlow),
            // The circuit learns of it before the body does.
            Entry::Abandoned => self.unless_slow(&self.given_up, entry, Entry::AbandonedOrSlow),
            other => other,
        };
        self.subject.ledger.note(entry);
    }

    /// The circuit reads its clock between the two readings at the call's begin, and between
    /// `ended` and now.
    fn unless_slow(&self, ended: &OnceLock<Instant>, entry: Entry, doubtful: Entry) -> Entry {
        let (Some(limit), Some(began)) = (self.subject.slow_after, self.began.get()) else {
            return entry;
        };
        let surely = ended.get().map(|ended| ended.saturating_duration_since(*began));
        if surely > Some(limit) {
            Entry::Failure
        } else if self.asked.elapsed() > limit {
            doubtful
        } else {
            entry
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.is_noted || self.began.get().is_none() {
            return;
        }
        let panicked = self.panicked.load(Ordering::Relaxed);
        self.note(if panicked { Entry::Failure } else { Entry::Abandoned });
    }
}

/// A body that runs.
#[derive(Debug)]
pub(crate) struct Running<'c> {
    call: &'c Call,
    ids: &'static Ids,
    pub(crate) id: usize,
}

impl Running<'_> {
    /// Something came back from the server.
    pub(crate) fn is_answered(&self) {
        self.ids.answered(self.id);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        // Set once: a body that runs twice is noted elsewhere.
        let _ = self.call.ended.set(Instant::now());
    }
}
