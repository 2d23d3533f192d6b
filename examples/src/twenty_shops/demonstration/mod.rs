//! What the first process does, and those that it starts.

mod answers;
mod client;
mod conclusion;
mod conductor;
mod engine;
mod gateway;
mod news;
mod payments;
mod progress;
mod report;
mod run;
mod script;
mod shop;
mod staff;
mod words;

use std::io::{ErrorKind, Result, Write, stdout};
use std::process::ExitCode;

use self::report::Report;
use self::script::Script;

/// Plays the part that the arguments say.
pub(crate) fn play_a_part() -> Result<ExitCode> {
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

/// Whoever reads the lines may have read enough.
fn as_long_as_somebody_reads(outcome: Result<ExitCode>) -> Result<ExitCode> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        outcome => outcome,
    }
}

/// The same outage twice, and what came of it.
fn demonstrate(script: &Script) -> Result<ExitCode> {
    if let Some(missing) = engines::Server::missing() {
        eprintln!("{missing}");
        return Ok(ExitCode::FAILURE);
    }
    let runtime = tokio::runtime::Runtime::new()?;
    writeln!(stdout(), "{}", script.in_words())?;
    let alone = conductor::play(script, &runtime, None)?;
    let fleet = conductor::play(script, &runtime, Some(engine::Engine::start()?))?;
    write!(stdout(), "{}", Report { script, alone: &alone, fleet: &fleet })?;
    Ok(ExitCode::SUCCESS)
}
