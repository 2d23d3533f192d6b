//! The tests of the rules and of keys, unchanged, in a process that has joined a fleet whose engine
//! is dead: what is theirs alone in `tests` is here a circuit that the fleet takes part in.
//!
//! Not reached, here as in a user's program: circuits in no registry, which a few tests make by
//! themselves, and those of isolated tests, which have other circuits than the fleet's thread.

#[path = "../../src/circuit.rs"]
mod circuit;
pub mod fleet;
pub mod own;

pub use circuit::TestCircuit;
pub use shared::*;
