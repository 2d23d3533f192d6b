//! What the calls of a circuit were, step by step and at one tick.

use super::{FINE, STEP, Track};
use crate::record::counts::Counts;
use crate::record::lives::End;
use crate::record::series::Window;

impl Track {
    /// The steps of this length, a second or ten, that had calls; numbered from `from` to `to`.
    pub(crate) fn steps(&self, step: u64, from: u64, to: u64) -> Vec<(u64, Counts)> {
        if step == STEP {
            return self.coarse.range(from, to);
        }
        let blurred = from..self.fine_from.min(to + 1).max(from);
        let mut steps = Vec::new();
        if !blurred.is_empty() {
            for (at, counts) in self.coarse.range(from / STEP, (blurred.end - 1) / STEP) {
                let seconds = (at * STEP..(at + 1) * STEP).filter(|at| blurred.contains(at));
                steps.extend(seconds.map(|second| (second, counts.mean(STEP))));
            }
        }
        steps.extend(self.fine.range(blurred.end, to));
        steps
    }

    /// Whether each call of a step is known that ends with this tick, or has it as its latest one.
    pub(crate) fn is_followed(&self, step: u64, tick: u64) -> bool {
        let from = self.at(tick).and_then(|facts| facts.followed_from);
        from.is_some_and(|from| from <= tick / step * step)
    }

    /// Calls of this tick, the last one, if each is known.
    pub(crate) fn last_known(&self, tick: u64) -> Option<Counts> {
        self.is_followed(1, tick).then_some(self.last)
    }

    /// Calls of the step of this tick, if each is known.
    pub(crate) fn step_at(&self, step: u64, tick: u64) -> Option<Counts> {
        let at = tick / step;
        let calls = || Counts::sum(&self.steps(step, at, at));
        self.is_followed(step, tick).then(calls)
    }

    /// All calls of the circuit that it had at this tick, until the end of that.
    pub(crate) fn totals_at(&self, tick: u64) -> Counts {
        let (totals, gathered) = (self.totals, self.gathered);
        let present = End { tick: u64::MAX, totals, gathered };
        let End { tick: end, totals, gathered } = self.lives.end_after(tick).unwrap_or(present);
        if tick >= self.fine_from.max(self.seen.saturating_sub(FINE)) {
            return totals.without(self.fine.sum_between(tick, end));
        }
        totals.without(gathered).without(self.coarse.sum_between(tick / STEP, end / STEP))
    }

    /// The window at the end of this tick.
    pub(crate) fn window_at(&self, step: u64, tick: u64) -> Window {
        if step == 1 && tick >= self.fine_from {
            return self.fine.window_at(tick);
        }
        self.coarse.window_at(tick / STEP)
    }
}
