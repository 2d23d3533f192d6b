//! What a fleet does and costs, measured with processes and a real engine of this machine, against
//! the goals of the contract: `ci/fleet` runs it. Each figure is one of this run.

#![cfg_attr(unix, expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement"))]

#[cfg(unix)]
mod goals;

#[cfg(unix)]
fn main() {
    goals::measure();
}

#[cfg(not(unix))]
fn main() {}
