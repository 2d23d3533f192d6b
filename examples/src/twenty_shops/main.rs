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
mod answers;
#[cfg(unix)]
mod client;
#[cfg(unix)]
mod conclusion;
#[cfg(unix)]
mod conductor;
#[cfg(unix)]
mod engine;
#[cfg(unix)]
mod gateway;
#[cfg(unix)]
mod news;
#[cfg(unix)]
mod payments;
#[cfg(unix)]
mod progress;
#[cfg(unix)]
mod report;
#[cfg(unix)]
mod run;
#[cfg(unix)]
mod script;
#[cfg(unix)]
mod shop;
#[cfg(unix)]
mod staff;
#[cfg(unix)]
mod words;

#[cfg(unix)]
use std::io::{ErrorKind, Write, stdout};
use std::process::ExitCode;

#[cfg(unix)]
fn main() -> std::io::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let words: Vec<_> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => as_long_as_somebody_reads(demonstrate(&script::FULL)),
        ["--brief"] => as_long_as_somebody_reads(demonstrate(&script::BRIEF)),
        // What the processes are told that this program starts.
        [engine::ROLE] => Ok(engine::keep()),
        [shop::ROLE, ref settings @ ..] => shop::keep(settings),
        _ => {
            eprintln!("usage: twenty_shops [--brief]");
            Ok(ExitCode::from(2))
        }
    }
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    eprintln!("twenty_shops kills a Redis with the means of Unix: run it on Linux or macOS");
    ExitCode::FAILURE
}

/// Whoever reads the lines may have read enough.
#[cfg(unix)]
fn as_long_as_somebody_reads(outcome: std::io::Result<ExitCode>) -> std::io::Result<ExitCode> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        outcome => outcome,
    }
}

/// The same outage twice, and what came of it.
#[cfg(unix)]
fn demonstrate(script: &'static script::Script) -> std::io::Result<ExitCode> {
    if let Some(missing) = engines::Server::missing() {
        eprintln!("{missing}");
        return Ok(ExitCode::FAILURE);
    }
    let runtime = tokio::runtime::Runtime::new()?;
    writeln!(stdout(), "{}", script.in_words())?;
    let alone = conductor::play(script, &runtime, None)?;
    let fleet = conductor::play(script, &runtime, Some(engine::Engine::start()?))?;
    write!(stdout(), "{}", report::Report { script, alone: &alone, fleet: &fleet })?;
    Ok(ExitCode::SUCCESS)
}
