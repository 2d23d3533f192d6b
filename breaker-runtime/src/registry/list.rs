//! All of one kind in the program: circuits, or functions with one for each key.

use core::any::Any;
use core::ptr::{self, from_ref};

use parking_lot::RwLock;

use super::configured::PolicyChange;
use super::link::Linked;
use super::{Registry, timeouts};
use crate::base::identity::Identified;
use crate::breaker::CircuitBreaker;
use crate::events::note::Note;
use crate::policy::overrides::{Resolved, Subject};
use crate::telemetry::AllUntold;

/// What a registry lists: a circuit, or one for each key.
pub(crate) trait Listed: Linked + Any {
    /// The list that it stands on.
    fn list(registry: &Registry) -> &List<Self>;

    /// This one, or the copy that stands for it in an isolated test.
    fn here(&'static self) -> &'static Self;

    /// What overrides are resolved for.
    fn subject(&self) -> Subject;

    /// Applies these settings; returns what changed, and what is to be told.
    fn go_on(&self, resolved: &Resolved, note: &Note) -> (Vec<PolicyChange>, AllUntold);
}

/// What the linker has collected, and what was listed since.
#[derive(Debug)]
pub(crate) struct List<T: 'static> {
    late: RwLock<Vec<&'static T>>,
}

impl<T: Listed> List<T> {
    /// Of those alone that the linker has collected.
    pub(super) const fn linked() -> Self {
        Self { late: RwLock::new(Vec::new()) }
    }

    /// Each one once, as this thread has it. Whoever shares a circuit lists it.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static T> + use<T> {
        self.originals().map(T::here)
    }

    /// Each one once, as the program has it.
    pub(super) fn originals(&self) -> std::vec::IntoIter<&'static T> {
        let late = self.late.read();
        let mut listed: Vec<_> = late.iter().copied().chain(T::linked()).collect();
        drop(late);
        listed.sort_unstable_by_key(|one| from_ref(*one));
        listed.dedup_by_key(|one| from_ref(*one));
        listed.into_iter()
    }

    /// Adds one; false if it was listed already. The list's lock is released on return: an isolated
    /// test looks for its circuits in the list.
    pub(super) fn add(&self, new: &'static T) -> bool {
        let mut late = self.late.write();
        let is_new = !is_among(&late, new);
        late.extend(is_new.then_some(new));
        is_new
    }

    #[cfg(feature = "test-util")]
    pub(super) fn lists(&self, one: &T) -> bool {
        is_among(&self.late.read(), one)
    }

    /// How many were added.
    pub(super) fn added(&self) -> usize {
        self.late.read().len()
    }
}

fn is_among<T: Listed>(late: &[&'static T], one: &T) -> bool {
    T::linked().chain(late.iter().copied()).any(|listed| ptr::eq(listed, one))
}

impl Listed for CircuitBreaker {
    fn list(registry: &Registry) -> &List<Self> {
        &registry.circuits
    }

    fn here(&'static self) -> &'static Self {
        Self::here(self)
    }

    fn subject(&self) -> Subject {
        Subject {
            name: self.name(),
            made_with: self.itself().made_with(),
            location: self.location(),
            is_keyed: false,
            has_timeout: timeouts::any_of(self.identity()),
        }
    }

    fn go_on(&self, resolved: &Resolved, note: &Note) -> (Vec<PolicyChange>, AllUntold) {
        let from = self.itself().policy();
        let untold = self.itself().reconfigure(resolved.policy, note);
        let to = self.itself().policy();
        let limits = timeouts::replace(self.identity(), resolved.limits.timeout);
        let is_another = from != to || !limits.is_empty();
        let change = is_another.then(|| PolicyChange::of(self, from, to).with(limits));
        let change = change.filter(PolicyChange::is_one);
        (change.into_iter().collect(), AllUntold::NOTHING.and([untold]))
    }
}
