//! What is counted of a run: by the callee, and of what callers were refused for nothing.

use core::time::Duration;

/// A trial call that reached the callee, or died on a broken path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trial {
    pub(crate) at: Duration,
    pub(crate) process: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Calls sent while the callee was down, by processes that reach it.
    pub(crate) doomed: u64,
    /// Calls that reached the callee while it was up.
    pub(crate) served: u64,
    /// Calls that failed, of whatever reason.
    pub(crate) failed: u64,
    /// When circuits opened, reopenings included, and when they closed or began a ramp-up.
    pub(crate) openings: Vec<Duration>,
    pub(crate) closings: Vec<Duration>,
    pub(crate) trials: Vec<Trial>,
    /// Of each process, as they started.
    pub(crate) of: Vec<Refusals>,
}

/// Calls of one process that were rejected although they would have worked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Refusals {
    pub(crate) calls: u64,
    pub(crate) last: Option<Duration>,
    /// All calls of the process, rejected ones included.
    pub(crate) of: u64,
}

impl Figures {
    pub(crate) fn refuse(&mut self, process: usize, now: Duration) {
        let refusals = &mut self.of[process];
        refusals.calls += 1;
        refusals.last = Some(now);
    }

    /// Calls that were rejected for nothing, of the processes that `which` names.
    pub(crate) fn refused(&self, which: impl Fn(usize) -> bool) -> u64 {
        self.chosen(which).map(|refusals| refusals.calls).sum()
    }

    /// The share of those among all calls of these processes.
    pub(crate) fn refused_share(&self, which: impl Fn(usize) -> bool) -> f64 {
        let (refused, of) = self
            .chosen(which)
            .fold((0, 0), |sums, refusals| (sums.0 + refusals.calls, sums.1 + refusals.of));
        ratio(refused, of.max(1))
    }

    /// How long after `moment` a call was rejected for the last time though it would have worked.
    pub(crate) fn served_after(&self, moment: Duration) -> Duration {
        let last = self.of.iter().filter_map(|refusals| refusals.last).max();
        last.unwrap_or_default().saturating_sub(moment)
    }

    /// The trials within this time.
    pub(crate) fn trials_between(&self, from: Duration, to: Duration) -> Vec<Trial> {
        self.trials.iter().copied().filter(|trial| (from..to).contains(&trial.at)).collect()
    }

    /// When the first circuit closed after `moment`.
    pub(crate) fn first_closing_after(&self, moment: Duration) -> Option<Duration> {
        self.closings.iter().copied().find(|closing| *closing > moment)
    }

    fn chosen(&self, which: impl Fn(usize) -> bool) -> impl Iterator<Item = &Refusals> {
        self.of.iter().enumerate().filter(move |(process, _)| which(*process)).map(|(_, of)| of)
    }
}

#[expect(clippy::cast_precision_loss, reason = "calls of a run: far fewer than 2^52")]
pub(crate) fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}
