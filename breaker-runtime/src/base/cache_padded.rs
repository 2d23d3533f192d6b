//! Cache-line padding: what some threads write lies apart from what others read.

use core::ops::Deref;

/// A value on cache lines of its own: two of them, for hardware fetches lines in pairs. A write to
/// it, or a wait for it, disturbs no reader of what lies beside it.
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
