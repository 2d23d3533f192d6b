//! Twenty shops charge through one gateway, which hangs at the busiest hour: first each shop for
//! itself, then as a fleet, whose Redis is killed in the middle of it.
//!
//! ```text
//! cargo run --release --bin twenty_shops
//! ```
//!
//! Each shop is a process, this program again. The gateways are HTTP servers of the first process,
//! which counts what they receive and prints what it has counted: every figure is measured in that
//! run. It takes a minute and a half, or with `--brief` a quarter of a minute and four shops. It
//! needs a Redis server, and starts one of its own.

#[cfg(unix)]
mod demonstration;

#[cfg(unix)]
fn main() -> std::io::Result<std::process::ExitCode> {
    demonstration::play_a_part()
}

#[cfg(not(unix))]
fn main() -> std::process::ExitCode {
    eprintln!("twenty_shops kills a Redis with the means of Unix: run it on Linux or macOS");
    std::process::ExitCode::FAILURE
}
