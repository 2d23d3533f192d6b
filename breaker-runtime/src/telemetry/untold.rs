//! What a step under a circuit's lock leaves to be told once that is released.

use super::{IS_ON, Outbox};

/// Transitions of a circuit that are in its outbox. There is one way to be rid of them: to
/// [`tell`](Self::tell) them, under no lock that whoever is told could need.
#[derive(Debug)]
#[must_use = "nobody hears of it: `tell` it once no lock is held"]
pub(crate) struct Untold(Option<Outbox>);

impl Untold {
    pub(crate) const NOTHING: Self = Self(None);

    /// What was put here. Kept beside the circuit, so that telling takes its lock no second time.
    pub(crate) fn in_outbox(outbox: &Outbox) -> Self {
        Self(IS_ON.then(|| outbox.clone()))
    }

    /// What this circuit has left in one step and in `another`: it is all in one outbox.
    pub(crate) fn and(self, another: Self) -> Self {
        Self(self.0.or(another.0))
    }

    /// Emits what is in the outbox: subscribers run here, and may call back into the circuit and
    /// into all that has to do with circuits.
    #[inline]
    pub(crate) fn tell(self) {
        if let Some(outbox) = self.0 {
            outbox.deliver();
        }
    }
}

/// What several circuits have left to be told. Collected and joined by value, so that what nobody
/// tells is a variable that nobody uses, which the compiler reports.
#[derive(Debug, Default)]
#[must_use = "nobody hears of it: `tell` it once no lock is held"]
pub(crate) struct AllUntold(Vec<Untold>);

impl AllUntold {
    pub(crate) const NOTHING: Self = Self(Vec::new());

    /// This and more.
    pub(crate) fn and(mut self, more: impl IntoIterator<Item = Untold>) -> Self {
        self.extend(more);
        self
    }

    /// Tells all of it, circuit by circuit.
    pub(crate) fn tell(self) {
        self.0.into_iter().for_each(Untold::tell);
    }
}

impl Extend<Untold> for AllUntold {
    fn extend<I: IntoIterator<Item = Untold>>(&mut self, more: I) {
        self.0.extend(more.into_iter().filter(|untold| untold.0.is_some()));
    }
}

impl Extend<Self> for AllUntold {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, more: I) {
        self.0.extend(more.into_iter().flat_map(|all| all.0));
    }
}

impl FromIterator<Untold> for AllUntold {
    fn from_iter<I: IntoIterator<Item = Untold>>(untold: I) -> Self {
        Self::NOTHING.and(untold)
    }
}
