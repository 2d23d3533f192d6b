//! What a step under a circuit's lock leaves to be told once the lock is released.

use super::{IS_ON, Outbox};

/// Transitions that wait in a circuit's outbox. The one way to be rid of them is to
/// [`tell`](Self::tell) them, under no lock that a subscriber could need.
#[derive(Debug)]
#[must_use = "nobody hears of it: `tell` it once no lock is held"]
pub(crate) struct Untold(Option<Outbox>);

impl Untold {
    pub(crate) const NOTHING: Self = Self(None);

    /// The outbox, beside the circuit: telling does not take the circuit's lock again.
    pub(crate) fn in_outbox(outbox: &Outbox) -> Self {
        Self(IS_ON.then(|| outbox.clone()))
    }

    /// Joins what one circuit has left in two steps: it is all in one outbox.
    pub(crate) fn and(self, another: Self) -> Self {
        Self(self.0.or(another.0))
    }

    /// Emits the outbox: subscribers run here, and may call back into the circuit and into all that
    /// has to do with circuits.
    #[inline]
    pub(crate) fn tell(self) {
        if let Some(outbox) = self.0 {
            outbox.deliver();
        }
    }
}

/// What several circuits have left to be told. Joined by value, so that the compiler reports what
/// nobody tells as a variable that nobody uses.
#[derive(Debug, Default)]
#[must_use = "nobody hears of it: `tell` it once no lock is held"]
pub(crate) struct AllUntold(Vec<Untold>);

impl AllUntold {
    pub(crate) const NOTHING: Self = Self(Vec::new());

    /// Adds what other circuits have left.
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
