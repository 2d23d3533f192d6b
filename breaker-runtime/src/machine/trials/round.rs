//! How a round of trial calls is decided (rules S6 and S17).

use crate::events::failure::{FailureKind, FailureKinds};
use crate::policy::Settings;

/// What has come of a round, and what that is to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    /// Successes that close the circuit.
    needed: u64,
    /// Trial calls that may bring them.
    calls: u64,
    succeeded: u64,
    failed: FailureKinds,
    /// How the last one failed.
    last: FailureKind,
}

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Recovered,
    /// So many of so many failed, the last one in this way.
    Failed {
        kinds: FailureKinds,
        calls: u64,
        last: FailureKind,
    },
}

impl Round {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            needed: u64::from(settings.half_open_calls),
            calls: u64::from(settings.half_open_calls_of),
            succeeded: 0,
            failed: FailureKinds::default(),
            last: FailureKind::Error,
        }
    }

    /// The same results under other settings.
    pub(super) fn retune(&mut self, settings: &Settings) {
        *self = Self {
            succeeded: self.succeeded,
            failed: self.failed,
            last: self.last,
            ..Self::new(settings)
        };
    }

    pub(super) const fn succeed(&mut self) {
        self.succeeded += 1;
    }

    pub(super) const fn fail(&mut self, kind: FailureKind) {
        self.failed.add(kind, 1);
        self.last = kind;
    }

    /// A call that succeeded has failed after all.
    pub(super) const fn fail_after_all(&mut self, kind: FailureKind) {
        self.succeeded = self.succeeded.saturating_sub(1);
        self.fail(kind);
    }

    pub(super) const fn succeeded(&self) -> u64 {
        self.succeeded
    }

    pub(super) const fn failed(&self) -> u64 {
        self.failed.total()
    }

    /// Trial calls that may be in flight. There is one at least as long as nothing is decided: one
    /// success is missing then, and no more have failed than may.
    pub(super) const fn left(&self) -> u64 {
        self.calls.saturating_sub(self.succeeded + self.failed())
    }

    /// What the results come to, if they are enough. Settings that change may make them enough for
    /// both: then it has recovered.
    pub(super) fn decision(&self) -> Option<Decision> {
        if self.succeeded >= self.needed {
            return Some(Decision::Recovered);
        }
        // So many that the others are not enough.
        let is_lost = self.failed() > self.calls.saturating_sub(self.needed);
        let calls = self.calls.max(self.succeeded + self.failed());
        is_lost.then_some(Decision::Failed { kinds: self.failed, calls, last: self.last })
    }
}
