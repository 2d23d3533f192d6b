//! Code of others: listeners, subscribers, recorders. Their panics harm nobody.

use core::any::Any;
use core::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `foreign`, and stops a panic, which the panic hook has reported.
pub(crate) fn unharmed(foreign: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(foreign)) {
        discard(payload);
    }
}

/// Drops what a panic carried: that may panic again, and so may dropping what that carries.
pub(crate) fn discard(payload: Box<dyn Any + Send>) {
    if let Err(next) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(next);
    }
}

/// A value of others, whose destructor may panic as well.
#[derive(Debug)]
pub(crate) struct Foreign<T>(Option<T>);

impl<T> Foreign<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(Some(value))
    }

    /// Runs `act` with the value, and stops a panic.
    pub(crate) fn unharmed(&mut self, act: impl FnOnce(&mut T)) {
        if let Some(value) = &mut self.0 {
            unharmed(|| act(value));
        }
    }
}

impl<T> Drop for Foreign<T> {
    fn drop(&mut self) {
        let value = self.0.take();
        unharmed(|| drop(value));
    }
}
