//! For tests that own the time (feature `test-util`).

pub use crate::clock::ManualClock;
