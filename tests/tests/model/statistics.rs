//! What happened in the random sequences, to see that they go where the interesting rules are.

use core::fmt;
use std::cell::Cell;

use crate::compare::Pair;

#[derive(Debug, Default)]
pub(crate) struct Statistics {
    sequences: Cell<u64>,
    opened: Cell<u64>,
    recovered: Cell<u64>,
    reopened: Cell<u64>,
    stale: Cell<u64>,
}

impl Statistics {
    pub(crate) fn add(&self, pair: &Pair<'_>) {
        let (seen, model) = (pair.model.visible(), &pair.model);
        count(&self.sequences, true);
        count(&self.opened, seen.opened > 0);
        count(&self.reopened, seen.opened > 1);
        count(&self.recovered, model.recovered > 0);
        count(&self.stale, model.stale_results > 0);
    }

    /// Sequences that stay closed prove little.
    pub(crate) fn assert_that_much_happened(&self) {
        assert!(self.percent(&self.opened) > 60, "{self}");
        assert!(self.percent(&self.recovered) > 25, "{self}");
        assert!(self.percent(&self.reopened) > 25, "{self}");
        assert!(self.percent(&self.stale) > 25, "{self}");
    }

    fn percent(&self, share: &Cell<u64>) -> u64 {
        100 * share.get() / self.sequences.get().max(1)
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} sequences: {}% opened, {}% opened again, {}% recovered, {}% had results of older generations",
            self.sequences.get(),
            self.percent(&self.opened),
            self.percent(&self.reopened),
            self.percent(&self.recovered),
            self.percent(&self.stale),
        )
    }
}

fn count(counter: &Cell<u64>, happened: bool) {
    counter.set(counter.get() + u64::from(happened));
}
