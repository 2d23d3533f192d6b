//! S21 where calls are made: a fallback for failures or time-outs that comes round to a function
//! whose call it answers ends with what that returns.

mod functions;
mod futures;
mod hidden;
mod keys;
mod shared;
mod time_outs;

use core::cell::Cell;
use std::io;

use breaker_runtime::{CircuitBreaker, registry};

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// A body runs, and fails.
fn down<T>(who: &str) -> io::Result<T> {
    RUNS.set(RUNS.get() + 1);
    Err(io::Error::other(who.to_owned()))
}

/// The error that it ends in, and how many bodies have run.
#[track_caller]
fn failure<T>(call: impl FnOnce() -> io::Result<T>) -> (String, u32) {
    RUNS.set(0);
    let error = call().map(drop).expect_err("nobody works");
    (error.to_string(), RUNS.get())
}

fn circuit(name: &str) -> &'static CircuitBreaker {
    registry().get(name).expect("a circuit of the name")
}
