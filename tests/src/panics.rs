//! Panics that say nothing.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Unwinds out of `owner`, as a panic of a call would, without a message on the terminal.
///
/// What `owner` owns is dropped by the panic.
pub fn panic_quietly<T>(owner: T) {
    let unwinding = catch_unwind(AssertUnwindSafe(|| {
        let _owner = owner;
        resume_unwind(Box::new("a call panicked"))
    }));
    let Err(_panic) = unwinding;
}

/// What a panic may carry: its destructor panics, with another one.
#[derive(Debug)]
pub struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        resume_unwind(Box::new(Self));
    }
}
