//! The rejection that a judge has found behind a return value, until the call is settled.
//!
//! That follows at once, on the same thread. A judgement has no room for a rejection: it travels in
//! registers, and a larger one costs every call that succeeds.

use core::cell::Cell;

use crate::base::identity::CircuitId;
use crate::call::rejection::CircuitOpen;

std::thread_local! {
    static FOUND: Cell<Option<CircuitOpen>> = const { Cell::new(None) };
}

/// Keeps it for whoever settles the call; the circuit that has rejected.
#[cold]
#[inline(never)]
pub(crate) fn keep(rejection: CircuitOpen) -> CircuitId {
    // A thread that is ending has none to settle for, or settles without it.
    let _ = FOUND.try_with(|found| found.set(Some(rejection)));
    rejection.circuit()
}

/// The rejection by this circuit, if that is what was found.
pub(crate) fn take(by: CircuitId) -> Option<CircuitOpen> {
    let found = FOUND.try_with(Cell::take).ok().flatten();
    found.filter(|rejection| rejection.circuit() == by)
}
