//! What happened, for the statistics.

use breaker_runtime::State;

use crate::history::Instant;

/// How often it happened in one sequence.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) recovered: u64,
    /// Though some trial calls had failed; and openings by more than one.
    pub(crate) recovered_after_failures: u64,
    pub(crate) reopened_by_several: u64,
    pub(crate) opened_after_recovery: u64,
    pub(crate) opened_in_ramp_up: u64,
    /// When its time was over, and no call had asked yet.
    pub(crate) opened_behind_ramp_up: u64,
    pub(crate) rejected_in_ramp_up: u64,
    pub(crate) ramped_up: u64,
    /// Openings of a closed circuit that had recovered from those before, and of one that had not.
    pub(crate) recoveries: (u64, u64),
    pub(crate) longest_row: u32,
    /// Trial calls that got the place of a silent one, beside others.
    pub(crate) took_a_place: u64,
    pub(crate) slow: u64,
    pub(crate) slow_and_abandoned: u64,
    pub(crate) stale_results: u64,
    /// Calls within a trial call, and within a call of a ramp-up.
    pub(crate) within_trial: u64,
    pub(crate) within_ramp_up: u64,
    /// Trials whose result a call within them brought.
    pub(crate) decided_within: u64,
    /// Results of trials that had one.
    pub(crate) uncounted_results: u64,
    pub(crate) would_be_rejected: u64,
    /// Openings that a callee asked for, and those that became longer by such a wish.
    pub(crate) granted: u64,
    pub(crate) lengthened: u64,
    /// Suspicions, openings by them, holds of half-open circuits, and trials begun from outside.
    pub(crate) suspected: u64,
    pub(crate) opened_under_suspicion: u64,
    /// Failures in a row that would have been no sign of an outage.
    pub(crate) ordinary_runs: u64,
    pub(crate) held: u64,
    pub(crate) begun: u64,
    /// Forced states that ended by themselves.
    pub(crate) forces_ended: u64,
    /// The states in which the policy changed.
    pub(crate) reconfigured_in: Vec<State>,
    /// Calls that asked around the end of an open time, of the patience with a trial call, of a
    /// ramp-up, and of a forced state.
    pub(crate) open_time: Edge,
    pub(crate) patience: Edge,
    pub(crate) ramp_up: Edge,
    pub(crate) force: Edge,
    /// Failures around the moment at which another call left the window.
    pub(crate) window: Edge,
    /// Ends of calls around the last moment at which they were not slow.
    pub(crate) slowness: Edge,
}

/// What happened one nanosecond before a deadline, at it, and one behind it.
#[derive(Debug, Default)]
pub(crate) struct Edge {
    pub(crate) before: u64,
    pub(crate) at: u64,
    pub(crate) behind: u64,
}

impl Edge {
    pub(crate) fn see(&mut self, now: Instant, deadline: Instant) {
        self.before += u64::from(now.checked_add(1) == Some(deadline));
        self.at += u64::from(now == deadline);
        self.behind += u64::from(now.checked_sub(1) == Some(deadline));
    }
}
