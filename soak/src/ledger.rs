//! The callers' own books of one circuit, to be compared with the circuit's.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a caller says that became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Success,
    Failure,
    Ignored,
    Abandoned,
    Rejected,
    /// A success, or a failure because it was too slow: the caller's clock can't tell, being read
    /// before and after the circuit's.
    SuccessOrSlow,
    /// Abandoned, or a failure because it was too slow.
    AbandonedOrSlow,
    /// A permit that was never told how its call ended, nor dropped.
    Leaked,
    /// A permit that was asked for without a body to run, beside how that ended.
    ByHand,
    /// Must be none: rejected although the body ran, answered although it did not, or run twice.
    Contradiction,
}

const ENTRIES: usize = Entry::Contradiction as usize + 1;

#[derive(Debug)]
pub(crate) struct Ledger([AtomicU64; ENTRIES]);

impl Ledger {
    pub(crate) const fn new() -> Self {
        Self([const { AtomicU64::new(0) }; ENTRIES])
    }

    pub(crate) fn note(&self, entry: Entry) {
        self.0[entry as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn of(&self, entry: Entry) -> u64 {
        self.0[entry as usize].load(Ordering::Relaxed)
    }

    /// Calls that the circuit must know of.
    pub(crate) fn calls(&self) -> u64 {
        use Entry::{
            Abandoned, AbandonedOrSlow, Failure, Ignored, Rejected, Success, SuccessOrSlow,
        };
        let known =
            [Success, Failure, Ignored, Abandoned, Rejected, SuccessOrSlow, AbandonedOrSlow];
        known.into_iter().map(|entry| self.of(entry)).sum()
    }

    /// Bodies that must have run.
    pub(crate) fn bodies(&self) -> u64 {
        let others = self.of(Entry::Rejected) + self.of(Entry::ByHand);
        (self.calls() + self.of(Entry::Leaked)).wrapping_sub(others)
    }
}
