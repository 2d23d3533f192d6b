//! What a step under a circuit's lock leaves to be told once the lock is released.

use core::fmt;

use super::{IS_ON, Outbox};

/// Transitions that wait in a circuit's outbox, and what another circuit is to be told. The one way
/// to be rid of them is to [`tell`](Self::tell) them, under no lock that a subscriber could need.
#[derive(Debug)]
#[must_use = "nobody hears of it: `tell` it once no lock is held"]
// Of one word, for mostly there is nothing, and each failure asks.
pub(crate) struct Untold(Option<Box<Left>>);

/// What is left to be told.
#[derive(Debug)]
struct Left {
    outbox: Option<Outbox>,
    errand: Option<Errand>,
}

/// What is to be done at another circuit, whose lock is not to be taken under this one's.
struct Errand(Box<dyn FnOnce() + Send>);

impl Untold {
    pub(crate) const NOTHING: Self = Self(None);

    /// The outbox, beside the circuit: telling does not take the circuit's lock again.
    pub(crate) fn in_outbox(outbox: &Outbox) -> Self {
        Self(IS_ON.then(|| Box::new(Left { outbox: Some(outbox.clone()), errand: None })))
    }

    /// What another circuit is to be told.
    pub(crate) fn elsewhere(tell: impl FnOnce() + Send + 'static) -> Self {
        Self(Some(Box::new(Left { outbox: None, errand: Some(Errand(Box::new(tell))) })))
    }

    /// Joins what one circuit has left in two steps: it is all in one outbox, and for one other.
    pub(crate) fn and(self, another: Self) -> Self {
        match (self.0, another.0) {
            (Some(mut left), Some(more)) => {
                left.outbox = left.outbox.or(more.outbox);
                left.errand = left.errand.or(more.errand);
                Self(Some(left))
            }
            (left, more) => Self(left.or(more)),
        }
    }

    fn is_nothing(&self) -> bool {
        self.0.is_none()
    }

    /// Emits the outbox, and tells the other circuit: subscribers run here, and may call back into
    /// the circuit and into all that has to do with circuits.
    #[inline]
    pub(crate) fn tell(self) {
        if let Some(left) = self.0 {
            (*left).tell();
        }
    }
}

impl Left {
    #[cold]
    fn tell(self) {
        let Self { outbox, errand } = self;
        if let Some(outbox) = outbox {
            outbox.deliver();
        }
        if let Some(errand) = errand {
            (errand.0)();
        }
    }
}

impl fmt::Debug for Errand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Errand")
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
        self.0.extend(more.into_iter().filter(|untold| !untold.is_nothing()));
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
