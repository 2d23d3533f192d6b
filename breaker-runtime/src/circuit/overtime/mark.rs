//! The mark of a thread that drops a body which was late.

use core::cell::Cell;

use crate::base::sync::thread_static;

thread_static! {
    /// How many such bodies are being dropped, one within another.
    static DROPPED: Cell<usize> = Cell::new(0);
}

/// Stands behind a body in memory, so that it is dropped right after it, even if that panics: the
/// thread is marked from [`begin`](Self::begin) until then.
#[derive(Debug, Default)]
pub(crate) struct Ending {
    is_late: bool,
}

impl Ending {
    /// The body was late.
    #[cold]
    pub(crate) fn set_late(&mut self) {
        self.is_late = true;
    }

    /// The body is about to be dropped.
    #[inline]
    pub(crate) fn begin(&self) {
        if self.is_late {
            count(1);
        }
    }
}

impl Drop for Ending {
    #[inline]
    fn drop(&mut self) {
        if self.is_late {
            count(-1);
        }
    }
}

/// Whether a body that was late is being dropped on this thread.
pub(crate) fn drops_a_body() -> bool {
    DROPPED.try_with(Cell::get).is_ok_and(|dropped| dropped > 0)
}

#[cold]
fn count(more: isize) {
    let _ = DROPPED.try_with(|dropped| dropped.set(dropped.get().saturating_add_signed(more)));
}
