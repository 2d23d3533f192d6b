//! The primitives of shared state, from loom when it explores interleavings.

#[cfg(not(breaker_loom))]
pub(crate) use core::sync::atomic::{AtomicU64, Ordering};
#[cfg(not(breaker_loom))]
pub(crate) use parking_lot::{Mutex, MutexGuard, RwLock};
#[cfg(not(breaker_loom))]
pub(crate) use std::collections::hash_map::RandomState;

#[cfg(breaker_loom)]
pub(crate) use loom::{
    sync::{MutexGuard, atomic::Ordering},
    thread_local as thread_static,
};

/// loom runs an execution again and again: it must be the same each time.
#[cfg(breaker_loom)]
pub(crate) type RandomState =
    core::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;

/// loom's atomic, with a turn before each access that other threads' accesses can't pass unseen.
///
/// loom remembers an atomic's last access only: a thread that loads before it stores hides its
/// store from another thread's earlier load, and the search ends without the other order. A turn
/// adds nothing of its own, neither a value nor an ordering.
#[cfg(breaker_loom)]
#[derive(Debug)]
pub(crate) struct AtomicU64 {
    value: loom::sync::atomic::AtomicU64,
    turns: loom::sync::atomic::AtomicU64,
}

#[cfg(breaker_loom)]
impl AtomicU64 {
    pub(crate) fn new(value: u64) -> Self {
        let new = loom::sync::atomic::AtomicU64::new;
        Self { value: new(value), turns: new(0) }
    }

    pub(crate) fn load(&self, order: Ordering) -> u64 {
        self.in_turn().load(order)
    }

    pub(crate) fn store(&self, value: u64, order: Ordering) {
        self.in_turn().store(value, order);
    }

    pub(crate) fn fetch_add(&self, more: u64, order: Ordering) -> u64 {
        self.value.fetch_add(more, order)
    }

    pub(crate) fn compare_exchange(
        &self,
        present: u64,
        next: u64,
        success: Ordering,
        failure: Ordering,
    ) -> Result<u64, u64> {
        self.value.compare_exchange(present, next, success, failure)
    }

    fn in_turn(&self) -> &loom::sync::atomic::AtomicU64 {
        self.turns.fetch_add(0, Ordering::Relaxed);
        &self.value
    }
}

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

/// A lock for readers and writers, one at a time: loom's own lets writers in beside readers that
/// are just leaving, and panics.
#[cfg(breaker_loom)]
#[derive(Debug)]
pub(crate) struct RwLock<T>(Mutex<T>);

#[cfg(breaker_loom)]
impl<T> RwLock<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn read(&self) -> MutexGuard<'_, T> {
        self.0.lock()
    }

    pub(crate) fn write(&self) -> MutexGuard<'_, T> {
        self.0.lock()
    }
}

/// Declares a `static` of the whole program; one of each execution under loom, for the end of whose
/// threads it outlives it.
macro_rules! program_static {
    (static $name:ident: $type:ty = $value:expr;) => {
        #[cfg(not(breaker_loom))]
        static $name: $type = $value;

        #[cfg(breaker_loom)]
        loom::lazy_static! {
            static ref $name: &'static $type = Box::leak(Box::new($value));
        }
    };
}
pub(crate) use program_static;

/// Declares values of each thread, which are constants until somebody changes them.
#[cfg(not(breaker_loom))]
macro_rules! thread_static {
    ($($(#[$attribute:meta])* static $name:ident: $type:ty = $value:expr;)*) => {
        std::thread_local! {
            $($(#[$attribute])* static $name: $type = const { $value };)*
        }
    };
}
#[cfg(not(breaker_loom))]
pub(crate) use thread_static;

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
