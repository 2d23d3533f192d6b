//! The settings that are looked at without the lock, in one word.

use core::time::Duration;

use crate::Policy;
use crate::sync::{AtomicU64, Ordering, const_outside_loom};

/// `[dry run: 1 | disabled: 1 | slow call: 62]`, the last in nanoseconds, zero for none: 146 years of them.
#[derive(Debug)]
pub(super) struct Tuning(AtomicU64);

const DRY_RUN: u64 = 1 << 63;
const DISABLED: u64 = 1 << 62;
const SLOW_CALL: u64 = DISABLED - 1;

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
        self.get() & DRY_RUN != 0
    }

    /// Whether it matters how long a call takes that is admitted now. What is switched off takes no time to look.
    pub(super) fn watches(&self) -> bool {
        let tuning = self.get();
        tuning & DISABLED == 0 && tuning & SLOW_CALL != 0
    }

    /// What a call may take that was watched.
    pub(super) fn slow_after(&self) -> Option<Duration> {
        match self.get() & SLOW_CALL {
            0 => None,
            nanos => Some(Duration::from_nanos(nanos)),
        }
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

const fn pack(policy: &Policy) -> u64 {
    let slow = match policy.slow_after() {
        Some(time) if crate::time::nanos(time) < SLOW_CALL => crate::time::nanos(time),
        Some(_) => SLOW_CALL,
        None => 0,
    };
    let dry_run = if policy.is_dry_run() { DRY_RUN } else { 0 };
    let disabled = if policy.is_enabled() { 0 } else { DISABLED };
    slow | dry_run | disabled
}
