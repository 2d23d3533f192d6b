//! What a call costs: time, instructions, allocations, bytes.

pub mod allocations;
pub mod instructions;
pub mod sizes;
pub mod time;
pub mod turns;
