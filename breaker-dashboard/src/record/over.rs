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

    pub(super) fn present_mut(&mut self) -> Option<&mut T> {
        self.0.back_mut().map(|(_, value)| value)
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

    /// Of values from before `old` that follow each other in one step, and differ in details, the
    /// first one is kept.
    pub(super) fn thin_details(&mut self, old: u64, step: u64, is_detail: impl Fn(&T, &T) -> bool) {
        let mut kept: VecDeque<(u64, T)> = VecDeque::new();
        for (from, value) in core::mem::take(&mut self.0) {
            let follows = kept.back().is_some_and(|(before, it)| {
                from < old && before / step == from / step && is_detail(it, &value)
            });
            if !follows {
                push(&mut kept, (from, value));
            }
        }
        self.0 = kept;
    }

    /// Forgets what was before this tick; what held then goes on to hold.
    pub(super) fn forget_before(&mut self, tick: u64) {
        while self.0.get(1).is_some_and(|(from, _)| *from <= tick) {
            self.0.pop_front();
        }
        shrink(&mut self.0);
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
            push(&mut self.0, (tick, value));
        }
    }
}

/// There are very many rows, most of them of one value or two: they take no more room than they
/// need by far.
pub(super) fn push<T>(row: &mut VecDeque<T>, value: T) {
    if row.len() == row.capacity() {
        row.reserve_exact(1 + row.len() / 4);
    }
    row.push_back(value);
}

/// Gives back the room of what was forgotten.
pub(super) fn shrink<T>(row: &mut VecDeque<T>) {
    if row.capacity() / 2 > row.len() {
        row.shrink_to(row.len() + row.len() / 4);
    }
}
