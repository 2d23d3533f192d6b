//! Fleets in a simulated world: real circuits on held clocks, the product's own protocol, and an
//! engine in memory. Time, traffic, delays and faults come from a seed: a run that breaks a rule
//! prints its seed and its history, and happens the same way again.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unchecked_time_subtraction,
    reason = "a failed test"
)]

mod agenda;
mod callee;
mod chance;
mod circuits;
mod engine_host;
mod figures;
mod history;
mod invariants;
mod link;
mod member_host;
mod paths;
mod process;
mod report;
mod scenarios;
mod soundness;
mod times;
mod traffic;
mod words;
mod world;
