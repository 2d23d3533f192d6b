//! What is written by some and read by others, kept apart.

use core::ops::Deref;

/// On cache lines of its own: two of them, for hardware fetches lines in pairs. Who writes to it,
/// or waits for it, disturbs nobody who reads what lies beside it.
#[derive(Debug)]
#[repr(align(128))]
pub(crate) struct CachePadded<T>(pub(crate) T);

impl<T> Deref for CachePadded<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}
