//! The primitives of shared state, from loom when it explores interleavings.

#[cfg(not(breaker_loom))]
pub(crate) use core::sync::atomic::{AtomicU64, Ordering};
#[cfg(not(breaker_loom))]
pub(crate) use parking_lot::{Mutex, MutexGuard};

#[cfg(breaker_loom)]
pub(crate) use loom::sync::{
    MutexGuard,
    atomic::{AtomicU64, Ordering},
};

/// loom's mutex with `parking_lot`'s manners.
#[cfg(breaker_loom)]
#[derive(Debug)]
pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

#[cfg(breaker_loom)]
impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Declares a `const fn`, plain under loom, whose primitives can't be built in a constant.
macro_rules! const_outside_loom {
    ($(#[$attribute:meta])* $visibility:vis const fn $($rest:tt)*) => {
        #[cfg(not(breaker_loom))]
        $(#[$attribute])*
        $visibility const fn $($rest)*

        #[cfg(breaker_loom)]
        $(#[$attribute])*
        $visibility fn $($rest)*
    };
}
pub(crate) use const_outside_loom;
