//! The totals of a circuit's calls: the sums of what all threads have tallied, by how calls ended.
//!
//! Here nothing is counted, and nothing decides. How a call ended is counted in
//! `circuit/settlement`, on the lane of its thread; what opens a circuit is counted in
//! `machine/window`, which is told of failures one by one.

use core::fmt;

use super::{Lane, Slot, Spill};
use crate::events::failure::FailureKinds;

/// Counts of calls by how they ended, since the circuit's first call.
///
/// A call under way is not counted yet; the counts are exact once all calls have ended.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
/// DB.try_acquire()?.success();
/// DB.try_acquire()?.failure();
/// let calls = DB.snapshot().calls;
/// assert_eq!((calls.success, calls.failure, calls.total()), (1, 1, 2));
/// assert_eq!(calls.to_string(), "2 calls: 1 succeeded, 1 failed");
/// # Ok::<(), CircuitOpen>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Calls {
    /// Calls that worked.
    pub success: u64,
    /// Calls that failed.
    pub failure: u64,
    /// The [failed](Self::failure) calls that had counted as successes before: streams that failed
    /// after their first item (rule [S16](crate::_guide::rules#s16-streams)). They are no longer
    /// among the successes, so that each call counts once.
    pub failed_later: u64,
    /// Calls that failed, by kind. [`failure`](Self::failure) is their sum.
    pub failure_kinds: FailureKinds,
    /// Calls that say nothing about the callee, and count neither as successes nor as failures.
    pub ignored: u64,
    /// The [ignored](Self::ignored) calls that ended in the rejection of another circuit, further
    /// in (rule [S20](crate::_guide::rules#s20-rejections-from-within)).
    pub rejected_within: u64,
    /// Calls whose callers gave them up before they had a result.
    pub abandoned: u64,
    /// Calls that the circuit rejected.
    pub rejected: u64,
    /// Calls of a [dry run](crate::Policy::dry_run) that ran although the circuit would have
    /// rejected them (rule [S12](crate::_guide::rules#s12-dry-run)). Each is counted by its outcome
    /// as well, so [`total`](Self::total) leaves this count out.
    pub would_be_rejected: u64,
}

/// What no thread tallies: these are counted under the circuit's lock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rare {
    /// Failures that were no errors.
    pub(crate) failures: FailureKinds,
    pub(crate) rejected_within: u64,
    pub(crate) would_be_rejected: u64,
    /// Failures that are counted among successes as well, by a thread that knew no better.
    pub(crate) failed_later: u64,
}

impl Calls {
    /// All that a circuit ever counted, for whichever keys. Rare failures are among those that its
    /// lanes hold, whose lock the caller has.
    pub(crate) fn ever(spill: &Spill, slot: Slot, rare: &Rare) -> Self {
        let Rare { failures, rejected_within, would_be_rejected, failed_later } = *rare;
        let count = |lane| spill.total(slot, lane);
        let failure = count(Lane::Failure);
        Self {
            success: count(Lane::Counted)
                .wrapping_add(count(Lane::Uncounted))
                .wrapping_sub(failed_later),
            failure,
            failed_later,
            failure_kinds: FailureKinds {
                error: failure.wrapping_sub(failures.total()),
                ..failures
            },
            ignored: count(Lane::Ignored),
            rejected_within,
            abandoned: count(Lane::Abandoned),
            rejected: count(Lane::Rejected),
            would_be_rejected,
        }
    }

    /// Those that were rejected, or would have been.
    pub(crate) const fn turned_away(&self) -> u64 {
        self.rejected.wrapping_add(self.would_be_rejected)
    }

    /// Successes as they were counted first: a number that never goes down.
    #[must_use]
    pub const fn succeeded_at_first(&self) -> u64 {
        self.success.wrapping_add(self.failed_later)
    }

    /// Those that came after `earlier` ones.
    pub(crate) fn since(self, earlier: Self) -> Self {
        self.combine(earlier, u64::wrapping_sub)
    }

    /// These and `other` ones.
    pub(crate) fn and(self, other: Self) -> Self {
        self.combine(other, u64::wrapping_add)
    }

    fn combine(self, other: Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            success: combine(self.success, other.success),
            failure: combine(self.failure, other.failure),
            failed_later: combine(self.failed_later, other.failed_later),
            failure_kinds: self.failure_kinds.combine(other.failure_kinds, &combine),
            ignored: combine(self.ignored, other.ignored),
            rejected_within: combine(self.rejected_within, other.rejected_within),
            abandoned: combine(self.abandoned, other.abandoned),
            rejected: combine(self.rejected, other.rejected),
            would_be_rejected: combine(self.would_be_rejected, other.would_be_rejected),
        }
    }

    /// All calls, each once.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.success
            .wrapping_add(self.failure)
            .wrapping_add(self.ignored)
            .wrapping_add(self.abandoned)
            .wrapping_add(self.rejected)
    }
}

/// `12 calls: 8 succeeded, 3 failed (2 timeouts, 1 panic), 1 abandoned`: what there was; `no
/// calls`.
impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        if total == 0 {
            return f.write_str("no calls");
        }
        write!(f, "{total} call{}", if total == 1 { "" } else { "s" })?;
        let mut separator = ": ";
        let mut part = |f: &mut fmt::Formatter<'_>, calls, what| {
            if calls == 0 {
                return Ok(());
            }
            write!(f, "{separator}{calls} {what}")?;
            separator = ", ";
            Ok(())
        };
        part(f, self.success, "succeeded")?;
        part(f, self.failure, "failed")?;
        if self.failure > self.failure_kinds.error {
            write!(f, " ({})", self.failure_kinds)?;
        }
        part(f, self.ignored, "ignored")?;
        if self.rejected_within > 0 {
            write!(f, " ({} rejected within)", self.rejected_within)?;
        }
        part(f, self.abandoned, "abandoned")?;
        part(f, self.rejected, "rejected")?;
        part(f, self.would_be_rejected, "would have been rejected")
    }
}
