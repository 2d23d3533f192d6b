//! Who hears of what happens on a thread: not a subscriber that handles an event on it already.
//!
//! A subscriber or recorder may call a guarded function. An event about that would call it again,
//! and so on until the stack is full.

use core::cell::Cell;

use crate::base::foreign::unharmed;
use crate::base::sync::thread_static;

thread_static! {
    /// Who handles an event on this thread now, a bit for each.
    static BEING_TOLD: Cell<u8> = Cell::new(0);
}

/// A listener that runs on the thread of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Audience {
    Tracing = 1,
}

impl Audience {
    /// Whether it may hear of what happens on this thread now.
    pub(crate) fn listens(self) -> bool {
        being_told() & self as u8 == 0
    }

    /// Tells it, and survives its panic, unless it handles an event on this thread already.
    pub(crate) fn tell(self, told: impl FnOnce()) {
        if self.listens() {
            let before = being_told();
            set(before | self as u8);
            unharmed(told);
            set(before);
        }
    }
}

/// Nothing at the end of a thread, whose storage is gone.
fn being_told() -> u8 {
    BEING_TOLD.try_with(Cell::get).unwrap_or_default()
}

fn set(being_told: u8) {
    let _ = BEING_TOLD.try_with(|now| now.set(being_told));
}
