//! The settings that are looked at without the lock, in one word.

use core::time::Duration;

use crate::base::sync::{AtomicU64, Ordering, const_outside_loom};
use crate::base::time::nanos;
use crate::policy::Policy;

/// `[dry run: 1 | last error: 1 | slow call: 62]`, the latter in nanoseconds, zero for none: 146
/// years of them.
#[derive(Debug)]
pub(super) struct Tuning(AtomicU64);

const DRY_RUN: u64 = 1 << 63;
const LAST_ERROR: u64 = 1 << 62;
const FLAGS: u64 = DRY_RUN | LAST_ERROR;

impl Tuning {
    const_outside_loom! {
        pub(super) const fn new(policy: &Policy) -> Self {
            Self(AtomicU64::new(pack(policy)))
        }
    }

    pub(super) fn set(&self, policy: &Policy) {
        self.0.store(pack(policy), Ordering::Release);
    }

    pub(super) fn is_dry_run(&self) -> bool {
        self.0.load(Ordering::Acquire) & DRY_RUN != 0
    }

    /// Whether the texts of errors are remembered.
    pub(super) fn remembers_errors(&self) -> bool {
        self.0.load(Ordering::Acquire) & LAST_ERROR != 0
    }

    /// What a call may take, if that matters.
    pub(super) fn slow_after(&self) -> Option<Duration> {
        match self.0.load(Ordering::Acquire) & !FLAGS {
            0 => None,
            nanos => Some(Duration::from_nanos(nanos)),
        }
    }
}

const fn pack(policy: &Policy) -> u64 {
    let slow = match policy.settings().slow_call {
        Some(time) if nanos(time) < LAST_ERROR => nanos(time),
        Some(_) => LAST_ERROR - 1,
        None => 0,
    };
    let dry_run = if policy.dry_run { DRY_RUN } else { 0 };
    let last_error = if policy.last_error { LAST_ERROR } else { 0 };
    slow | dry_run | last_error
}
