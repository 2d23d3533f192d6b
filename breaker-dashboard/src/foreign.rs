//! Code of users: guards, and who is told. Its panics harm nobody.

use core::any::Any;
use core::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `foreign` says; nothing if it panics, which the panic hook has reported.
pub(crate) fn unharmed<T>(foreign: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(foreign)).map_err(discard).ok()
}

/// Drops what a panic carried: that may panic again, and so may dropping what that carries.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(next) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(next);
    }
}
