//! The scope of an isolated test, for circuits that ask which circuit stands for them there.
//! Circuits are any type here: what a circuit is, and where circuits are listed, floors above know.

use core::any::Any;
use core::cell::RefCell;
use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::Arc;

use super::ScopeId;
use super::in_place::{Places, in_place};
use crate::base::clock::ManualClock;

thread_local! {
    /// The scopes that this thread has entered and not left, each with the number of its entry. The
    /// last one is in force.
    static ENTERED: RefCell<Vec<(u64, Arc<Scope>)>> = const { RefCell::new(Vec::new()) };
}

/// The list of the program's circuits. In a scope, another circuit stands for each circuit in it.
pub(crate) trait Listing: Sync {
    /// Whether this circuit, or these circuits by key, are listed.
    fn lists(&self, circuit: &dyn Any) -> bool;

    /// How often something was listed that the linker had not collected.
    fn listings(&self) -> usize;
}

/// What an isolated test gets a copy of.
pub(crate) trait Replaceable: Any + Send + Sync + Sized {
    /// A new one, made as this one was, for the scope.
    fn copy_for(&self, scope: &Scope) -> Self;
}

/// The circuits of one test, and those who listen to them.
pub(crate) struct Scope {
    id: ScopeId,
    clock: ManualClock,
    /// Whether circuits made from now on run on the program's clock.
    is_on_program_clock: AtomicBool,
    listing: &'static dyn Listing,
    places: Places,
}

impl Scope {
    /// A scope that replaces what is listed there.
    pub(crate) fn new(listing: &'static dyn Listing) -> Self {
        Self {
            id: ScopeId { number: next_number() },
            clock: ManualClock::new(),
            is_on_program_clock: AtomicBool::new(false),
            listing,
            places: Places::default(),
        }
    }

    pub(crate) const fn id(&self) -> ScopeId {
        self.id
    }

    pub(crate) const fn own_clock(&self) -> &ManualClock {
        &self.clock
    }

    /// Lets circuits made from now on run on the program's clock.
    pub(crate) fn leave_clock(&self) {
        self.is_on_program_clock.store(true, Ordering::Relaxed);
    }

    /// The clock of its circuits, unless they run on the program's.
    pub(crate) fn clock(&self) -> Option<ManualClock> {
        let is_elsewhere = self.is_on_program_clock.load(Ordering::Relaxed);
        (!is_elsewhere).then(|| self.clock.clone())
    }

    /// The circuit that stands for `circuit`, if that is listed. It lives for ever, as the listed
    /// one does: tests are few.
    fn in_place_of<T: Replaceable>(&self, circuit: &T) -> Option<&'static T> {
        let (listings, is_listed) = (self.listing.listings(), || self.listing.lists(circuit));
        let copy = || &*Box::leak(Box::new(circuit.copy_for(self)));
        in_place(&self.places, circuit, listings, is_listed, copy)
    }
}

/// Numbers of scopes and of entries, from one: zero is the program.
fn next_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Keeps its thread in the scope that it has entered.
pub(crate) struct Entry {
    number: u64,
}

impl Entry {
    /// Enters the scope. At the end of a thread, without its storage, the thread stays in the
    /// program.
    pub(crate) fn into(scope: &Arc<Scope>) -> Self {
        let number = next_number();
        let _ = ENTERED.try_with(|entered| entered.borrow_mut().push((number, Arc::clone(scope))));
        Self { number }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        // Removed wherever it stands: isolations may end in any order. At the end of a thread,
        // without its storage, there is nothing to leave.
        let _ = ENTERED.try_with(|entered| {
            entered.borrow_mut().retain(|&(number, _)| number != self.number);
        });
    }
}

/// The scope that this thread is in, if it is not the program's.
pub(crate) fn current() -> Option<Arc<Scope>> {
    let last = |entered: &RefCell<Vec<(u64, Arc<Scope>)>>| {
        entered.borrow().last().map(|(_, scope)| Arc::clone(scope))
    };
    ENTERED.try_with(last).ok().flatten()
}

/// The circuit that stands for `circuit` on this thread, if that is another one: `circuit` is
/// listed, and the thread is isolated.
pub(crate) fn in_place_of<T: Replaceable>(circuit: &T) -> Option<&'static T> {
    current()?.in_place_of(circuit)
}
