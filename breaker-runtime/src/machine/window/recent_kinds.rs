//! The kinds of the failures in a window, for whoever is told that these opened the circuit.
//!
//! A window forgets its oldest failures first. So those that it holds are the latest ones, and
//! their kinds can be kept beside any window.

use std::collections::VecDeque;

use crate::events::failure::{FailureKind, FailureKinds};

/// Runs that are kept apart; beyond them, the older half is put together.
const MOST_RUNS: usize = 64;

/// The latest failures as runs of one kind, oldest first. Nothing is kept while all of them are
/// errors.
#[derive(Debug, Default)]
pub(crate) struct RecentKinds {
    /// Those before the runs.
    older: FailureKinds,
    runs: VecDeque<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    kind: FailureKind,
    failures: u64,
}

impl RecentKinds {
    /// Takes note of a failure; `in_window` says how many the window holds, this one included.
    pub(crate) fn add(&mut self, kind: FailureKind, in_window: impl FnOnce() -> u64) {
        match self.runs.back_mut() {
            Some(last) if last.kind == kind => last.failures += 1,
            None if kind == FailureKind::Error => {}
            _ => {
                self.runs.push_back(Run { kind, failures: 1 });
                if self.runs.len() == MOST_RUNS {
                    self.put_together(in_window());
                }
            }
        }
    }

    /// The kinds of the latest so many failures. Where the window began among those that were put
    /// together, its share of them is taken.
    pub(crate) fn latest(&self, failures: u64) -> FailureKinds {
        let (mut kinds, mut rest) = (FailureKinds::default(), failures);
        for run in self.runs.iter().rev() {
            let counted = run.failures.min(rest);
            kinds.add(run.kind, counted);
            rest -= counted;
        }
        let older = share(self.older, rest);
        kinds = kinds.combine(older, u64::wrapping_add);
        kinds.add(FailureKind::Error, rest - older.total());
        kinds
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    fn put_together(&mut self, in_window: u64) {
        let all = self.latest(in_window);
        self.runs.drain(..MOST_RUNS / 2);
        let mut kept = FailureKinds::default();
        self.runs.iter().for_each(|run| kept.add(run.kind, run.failures));
        self.older = all.combine(kept, u64::saturating_sub);
    }
}

/// So many of these, of each kind its share; all of them if there are no more.
fn share(kinds: FailureKinds, failures: u64) -> FailureKinds {
    let all = kinds.total();
    if all <= failures {
        return kinds;
    }
    let (whole, part) = (u128::from(all), u128::from(failures));
    let rounded = |count: u64| u64::try_from((u128::from(count) * part + whole / 2) / whole);
    let mut shares = kinds.combine(kinds, |count, _| rounded(count).unwrap_or(failures));
    let largest = kinds.each().into_iter().max_by_key(|&(_, count)| count);
    if let Some((kind, _)) = largest {
        // What was rounded away, which may be less than nothing.
        shares.add(kind, failures.wrapping_sub(shares.total()));
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After failures of these kinds; the window holds no more than so many.
    fn after(kinds: impl IntoIterator<Item = FailureKind>, most: u64) -> RecentKinds {
        let mut recent = RecentKinds::default();
        for (kind, failures) in kinds.into_iter().zip(1..) {
            recent.add(kind, || most.min(failures));
        }
        recent
    }

    fn kinds(error: u64, timeout: u64, slow_call: u64, panic: u64) -> FailureKinds {
        FailureKinds { error, timeout, slow_call, panic }
    }

    use FailureKind::{Error, Panic, SlowCall, Timeout};

    #[test]
    fn the_latest_count_and_what_is_not_known_was_an_error() {
        let recent = after([Error, Error, Timeout, Error, Panic, SlowCall, SlowCall], 7);
        assert_eq!(recent.latest(1), kinds(0, 0, 1, 0));
        assert_eq!(recent.latest(4), kinds(1, 0, 2, 1));
        assert_eq!(recent.latest(7), kinds(3, 1, 2, 1));
    }

    #[test]
    fn errors_alone_take_no_memory() {
        assert!(after([Error; 1000], 1000).runs.is_empty());
    }

    #[test]
    fn any_number_of_changes_takes_bounded_memory_and_adds_up() {
        let each = [Timeout, SlowCall].into_iter().cycle();
        for in_window in [10, 500, 5_000] {
            let recent = after(each.clone().take(5_000), in_window);
            assert!(recent.runs.len() <= MOST_RUNS);
            let counted = recent.latest(in_window);
            assert_eq!(counted, kinds(0, in_window / 2, in_window / 2, 0));
        }
    }

    #[test]
    fn shares_add_up() {
        for failures in 0..=10 {
            assert_eq!(share(kinds(3, 3, 3, 1), failures).total(), failures);
        }
    }
}
