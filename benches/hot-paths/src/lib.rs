//! What the counting of instructions shares with the benchmarks beside the peers: the work that
//! every call does, the counting, and how programs begin.

pub mod body;
pub mod callgrind;
pub mod program;
