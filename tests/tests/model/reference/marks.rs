//! What happened, for the statistics.

use breaker_runtime::State;

/// How often it happened in one sequence.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) recovered: u64,
    pub(crate) opened_after_recovery: u64,
    pub(crate) opened_in_ramp_up: u64,
    /// When its time was over, and no call had asked yet.
    pub(crate) opened_behind_ramp_up: u64,
    pub(crate) rejected_in_ramp_up: u64,
    pub(crate) ramped_up: u64,
    pub(crate) longest_row: u32,
    /// Trial calls that got the place of a silent one, beside others.
    pub(crate) took_a_place: u64,
    pub(crate) slow: u64,
    pub(crate) slow_and_abandoned: u64,
    pub(crate) stale_results: u64,
    pub(crate) would_be_rejected: u64,
    /// The states in which the policy changed.
    pub(crate) reconfigured_in: Vec<State>,
}
