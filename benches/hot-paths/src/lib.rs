//! What the counting of instructions shares with the benchmarks beside the peers: the work that every call does, and the counting.

pub mod body;
pub mod callgrind;
