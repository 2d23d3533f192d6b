//! How long programs take from being started until they have ended, in microseconds:
//! comma-separated values.
//!
//! `startup <program>..`; they are run in turns, and the least that each took is what it takes on a
//! quiet machine.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, io};

use breaker_benches::csv;
use breaker_benches::measure::turns::{self, Sampler};

const ROUNDS: usize = 201;
const AT_MOST: Duration = Duration::from_mins(1);

fn main() -> ExitCode {
    let programs: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    // The first run brings the program into memory, and says whether there is one.
    if let Some(error) = programs.iter().find_map(|program| run(program).err()) {
        eprintln!("startup: {error}");
        return ExitCode::FAILURE;
    }
    let mut samplers: Vec<_> = programs.iter().map(|program| sampler(program)).collect();
    let taken = turns::take(ROUNDS, AT_MOST, &mut samplers);
    csv::line(&[&"program", &"us_least", &"us_median"]);
    for (program, samples) in programs.iter().zip(taken) {
        let [quiet, everyday] = [0, 50].map(|at| csv::number(samples.percentile(at)));
        csv::line(&[&program.display(), &quiet, &everyday]);
    }
    ExitCode::SUCCESS
}

fn sampler(program: &Path) -> Sampler<'_> {
    Box::new(|| run(program).unwrap_or(f64::NAN))
}

fn run(program: &Path) -> io::Result<f64> {
    let start = Instant::now();
    let status = Command::new(program).stdout(Stdio::null()).status()?;
    let took = start.elapsed().as_secs_f64() * 1e6;
    if !status.success() {
        return Err(io::Error::other(format!("{} {status}", program.display())));
    }
    Ok(took)
}
