//! The settings that are looked at without the lock, in one word.

use core::time::Duration;

use crate::base::sync::{AtomicU64, Ordering, const_outside_loom};
use crate::policy::Policy;

/// `[dry run: 1 | slow call: 63]`, the latter in nanoseconds, zero for none: 292 years of them.
#[derive(Debug)]
pub(super) struct Tuning(AtomicU64);

const DRY_RUN: u64 = 1 << 63;

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

    /// What a call may take, if that matters.
    pub(super) fn slow_after(&self) -> Option<Duration> {
        match self.0.load(Ordering::Acquire) & !DRY_RUN {
            0 => None,
            nanos => Some(Duration::from_nanos(nanos)),
        }
    }
}

const fn pack(policy: &Policy) -> u64 {
    let slow = match policy.settings().slow_call {
        Some(time) if crate::base::time::nanos(time) < DRY_RUN => crate::base::time::nanos(time),
        Some(_) => DRY_RUN - 1,
        None => 0,
    };
    if policy.dry_run { slow | DRY_RUN } else { slow }
}
