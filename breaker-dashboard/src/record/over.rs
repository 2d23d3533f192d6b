//! What something was, from which tick on.

use std::collections::VecDeque;

/// A value over time; the last one is the present.
#[derive(Debug)]
pub(crate) struct Over<T>(VecDeque<(u64, T)>);

impl<T> Over<T> {
    pub(crate) const fn new() -> Self {
        Self(VecDeque::new())
    }

    /// What it was at this tick, if it was known then.
    pub(crate) fn at(&self, tick: u64) -> Option<&T> {
        let next = self.0.partition_point(|(from, _)| *from <= tick);
        next.checked_sub(1).map(|at| &self.0[at].1)
    }

    /// What it is.
    pub(crate) fn present(&self) -> Option<&T> {
        self.0.back().map(|(_, value)| value)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &(u64, T)> {
        self.0.iter()
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// Of values from before `old` one of each step is kept.
    pub(super) fn thin_out(&mut self, old: u64, step: u64) {
        // Earlier steps were thinned out before: what just came out of reach is at the end.
        let end = self.0.partition_point(|(from, _)| *from < old);
        let mut at = end;
        while at >= 2 && old - self.0[at - 1].0 < 3 * step {
            if self.0[at - 2].0 / step == self.0[at - 1].0 / step {
                self.0.remove(at - 2);
            }
            at -= 1;
        }
    }

    /// Forgets what was before this tick; what held then goes on to hold.
    pub(super) fn forget_before(&mut self, tick: u64) {
        while self.0.get(1).is_some_and(|(from, _)| *from <= tick) {
            self.0.pop_front();
        }
    }

    /// The bytes that it takes, but for what values lead to.
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<(u64, T)>()
    }
}

impl<T: PartialEq> Over<T> {
    /// Notes what it is from this tick on, if it is something else.
    pub(super) fn note(&mut self, tick: u64, value: T) {
        if self.present() != Some(&value) {
            self.0.push_back((tick, value));
        }
    }
}
