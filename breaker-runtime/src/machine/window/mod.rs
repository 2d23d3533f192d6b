//! The windows: what is remembered of a closed circuit's calls, and when that opens it.
//!
//! A window is told of failures only. Successes are counted by the threads that had them
//! ([`crate::tallies`]); where a rule needs their number, the failure brings the total along. That
//! is exact: between two failures, their order doesn't matter to any rule.

use core::time::Duration;
use std::collections::VecDeque;

use crate::base::time::Time;
use crate::policy::{Rule, Window};

mod consecutive;
mod count_in_time;
mod followed;
mod last_calls;
mod ordinary;
mod recent_kinds;
mod share_in_time;
mod taken_back;
mod trust;

use consecutive::Consecutive;
use count_in_time::CountInTime;
use followed::Followed;
use last_calls::LastCalls;
pub(crate) use recent_kinds::RecentKinds;
use share_in_time::ShareInTime;
pub(crate) use trust::Suspicion;

/// The failures of a closed circuit, as its rule looks at them.
#[derive(Debug)]
pub(crate) struct FailureWindow {
    rule: Rule,
    /// Known beforehand, for each failure asks twice.
    needs: Successes,
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    CountInTime(CountInTime),
    ShareInTime(ShareInTime),
    LastCalls(LastCalls),
    Consecutive(Consecutive),
    /// One of the others, for a circuit that others may suspect.
    Followed(Box<Followed>),
}

/// What opens a circuit at a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exceeded {
    /// What the window holds, by its rule.
    Rule(InWindow),
    /// So many failures in a row, while somebody suspects the circuit.
    Trust { failures: u64 },
}

/// What a rule needs to know of the successes to look at a failure.
// In order: who knows more, knows what comes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Successes {
    /// Nothing.
    Unused,
    /// How many there were.
    Counted,
    /// How many there were, by time.
    Timed,
}

/// A moment in a circuit's life, as the windows see it: the time, and the successes counted since
/// they were cleared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) now: Time,
    pub(crate) successes: u64,
}

/// Failures and calls in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InWindow {
    pub(crate) failures: u64,
    pub(crate) calls: u64,
}

impl InWindow {
    const fn and(self, other: Self) -> Self {
        Self { failures: self.failures + other.failures, calls: self.calls + other.calls }
    }

    /// Whether so many failures among so many calls are too many for `rule`.
    fn exceeds(self, rule: Rule) -> bool {
        match rule {
            Rule::Count { failures, .. } | Rule::Consecutive { failures } => {
                self.failures >= u64::from(failures)
            }
            Rule::Share { millionths, min_calls, .. } => {
                let failed = u128::from(self.failures) * u128::from(crate::policy::MILLION);
                self.calls >= u64::from(min_calls)
                    && failed >= u128::from(self.calls) * u128::from(millionths)
            }
        }
    }
}

impl FailureWindow {
    /// A window for `rule`, empty.
    pub(crate) const fn new(rule: Rule) -> Self {
        let kept = match rule {
            Rule::Count { window: Window::Time(span), .. } => {
                Kept::CountInTime(CountInTime::new(span))
            }
            Rule::Share { window: Window::Time(span), .. } => {
                Kept::ShareInTime(ShareInTime::new(span))
            }
            Rule::Count { window: Window::Calls(calls), .. }
            | Rule::Share { window: Window::Calls(calls), .. } => {
                Kept::LastCalls(LastCalls::new(calls))
            }
            Rule::Consecutive { .. } => Kept::Consecutive(Consecutive::new()),
        };
        let needs = match kept {
            Kept::CountInTime(_) => Successes::Unused,
            Kept::LastCalls(_) | Kept::Consecutive(_) | Kept::Followed(_) => Successes::Counted,
            Kept::ShareInTime(_) => Successes::Timed,
        };
        Self { rule, needs, kept }
    }

    pub(crate) const fn needs(&self) -> Successes {
        self.needs
    }

    /// Records a failure; what opens the circuit if that does.
    #[expect(clippy::inline_always, reason = "each failure comes here, beside a run or without")]
    #[inline(always)]
    pub(crate) fn fail(&mut self, at: Moment) -> Option<Exceeded> {
        let held = match &mut self.kept {
            Kept::CountInTime(window) => window.fail(at.now),
            Kept::ShareInTime(window) => window.fail(at),
            Kept::LastCalls(window) => window.fail(at),
            Kept::Consecutive(window) => window.fail(at),
            Kept::Followed(window) => return window.fail(at),
        };
        held.exceeds(self.rule).then_some(Exceeded::Rule(held))
    }

    /// Goes on by another rule; false if that looks at something else, and starts with nothing.
    pub(crate) fn retune(&mut self, rule: Rule, at: Moment) -> bool {
        if self.follows_runs() {
            return self.retune_followed(rule, at);
        }
        let fresh = Self::new(rule);
        match (&mut self.kept, &fresh.kept) {
            (Kept::CountInTime(old), Kept::CountInTime(new)) => old.retune(new, at.now),
            (Kept::ShareInTime(old), Kept::ShareInTime(new)) => old.retune(new, at),
            (Kept::LastCalls(old), Kept::LastCalls(new)) => old.retune(new, at.successes),
            (Kept::Consecutive(_), Kept::Consecutive(_)) => {}
            _ => {
                *self = fresh;
                self.clear(at.now);
                return false;
            }
        }
        self.rule = rule;
        true
    }

    /// Notes that successes recorded from now on are later than those before.
    pub(crate) fn advance(&mut self, at: Moment) {
        match &mut self.kept {
            Kept::ShareInTime(window) => window.advance(at),
            Kept::Followed(window) => window.advance(at),
            _ => {}
        }
    }

    /// When [`advance`](Self::advance) must be called next, before a success is counted.
    pub(crate) fn stale_at(&self) -> Time {
        match &self.kept {
            Kept::ShareInTime(window) => window.stale_at(),
            _ => self.stale_beside_run(),
        }
    }

    /// What the window holds at this moment.
    pub(crate) fn held(&self, at: Moment) -> InWindow {
        match &self.kept {
            Kept::CountInTime(window) => window.held(at.now),
            Kept::ShareInTime(window) => window.held(at),
            Kept::LastCalls(window) => window.held(at.successes),
            Kept::Consecutive(window) => window.held(at.successes),
            Kept::Followed(window) => window.held(at),
        }
    }

    /// From when on no failure counts, if there is none until then. Those that don't age (other
    /// calls push them out) are worth `worth`.
    pub(crate) fn untroubled_from(&self, at: Moment, worth: Duration) -> Time {
        if !self.follows_runs() && self.held(at).failures == 0 {
            return Time::ZERO;
        }
        match &self.kept {
            Kept::Followed(window) => window.untroubled_from(at, worth),
            Kept::CountInTime(window) => window.empty_from(),
            Kept::ShareInTime(window) => window.without_failures_from(),
            Kept::LastCalls(window) => window.failed_at().after(worth),
            Kept::Consecutive(window) => window.failed_at().after(worth),
        }
    }

    /// Forgets everything; successes are counted from zero again.
    pub(crate) fn clear(&mut self, now: Time) {
        match &mut self.kept {
            Kept::CountInTime(window) => window.clear(),
            Kept::ShareInTime(window) => window.clear(now),
            Kept::LastCalls(window) => window.clear(),
            Kept::Consecutive(window) => window.clear(),
            Kept::Followed(window) => window.clear(now),
        }
    }
}

/// Whether something recorded at `then` still counts at `now` in a window of `span` (rule S1:
/// strictly younger).
fn is_inside(then: Time, now: Time, span: Duration) -> bool {
    now.since(then) < span
}

/// Drops the failures, oldest first, that have left a window. Others wait meanwhile: a whole one
/// takes no longer than a few.
fn forget_first<T>(failures: &mut VecDeque<T>, has_left: impl Fn(&T) -> bool) {
    // Mostly one has left, and this is the quickest way to drop one.
    if failures.front().is_some_and(&has_left) {
        failures.pop_front();
        if failures.front().is_some_and(&has_left) {
            forget_many(failures, has_left);
        }
    }
}

#[cold]
fn forget_many<T>(failures: &mut VecDeque<T>, has_left: impl Fn(&T) -> bool) {
    failures.drain(..failures.partition_point(has_left));
    give_back(failures);
}

/// Gives most of the memory back that an outage took: not all, so that the next failures find some.
fn give_back<T>(failures: &mut VecDeque<T>) {
    if failures.len() < failures.capacity() / 4 {
        failures.shrink_to(2 * failures.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More than 32 bits can count.
    const MANY: u64 = 3 << 32;
    const SECOND: Window = Window::time(Duration::from_secs(1));

    fn after(successes: u64) -> Moment {
        Moment { now: Time::ZERO, successes }
    }

    #[test]
    fn after_2_to_the_32_calls_the_last_ones_are_as_exact_as_the_first() {
        let rule = Rule::Count { failures: 2, window: Window::calls(3) };
        for (between, opens) in [(0, true), (1, true), (2, false)] {
            let mut window = FailureWindow::new(rule);
            assert!(window.fail(after(MANY)).is_none());
            let second = window.fail(after(MANY + between)).is_some();
            assert_eq!(second, opens, "{between} successes between");
        }
    }

    #[test]
    fn after_2_to_the_32_calls_one_success_still_breaks_a_run() {
        let rule = Rule::Consecutive { failures: 2 };
        let mut window = FailureWindow::new(rule);
        assert!(window.fail(after(MANY)).is_none());
        assert!(window.fail(after(MANY + 1)).is_none());
        assert!(window.fail(after(MANY + 1)).is_some());
    }

    #[test]
    fn successes_need_the_time_once_per_sub_window_of_a_share_and_else_never() {
        let window = Window::time(Duration::from_nanos(1600));
        let count = FailureWindow::new(Rule::Count { failures: 1, window });
        assert_eq!(count.stale_at(), Time::NEVER);

        let mut share = FailureWindow::new(Rule::Share { millionths: 1, min_calls: 1, window });
        for (now, stale_at) in [(0, 100), (99, 100), (100, 200), (1_000, 1_100)] {
            share.advance(Moment { now: Time::from_nanos(now), successes: 0 });
            assert_eq!(share.stale_at(), Time::from_nanos(stale_at), "at {now}");
        }
    }

    #[test]
    fn a_share_of_2_to_the_32_calls_is_exact() {
        let rule = Rule::Share { millionths: 1, min_calls: 1, window: SECOND };
        let mut window = FailureWindow::new(rule);
        let failures = (1..=u64::from(u32::MAX)).find(|_| window.fail(after(MANY)).is_some());
        assert_eq!(failures, Some(MANY.div_ceil(999_999)));
    }
}
