//! Instructions, counted by valgrind: the same in every run, however busy the machine is.
//!
//! Not counted is what the kernel does. Under valgrind that includes the clock, which programs
//! otherwise read without asking it.

use std::io;
use std::path::Path;
use std::process::Command;

const CALLS: u64 = 20_000;

/// Instructions per call of one case; `program` is told `--run <case> <calls>`.
///
/// What the program does before and after the calls is in the count of *n* and of *2n* of them, and
/// in neither's difference.
///
/// # Errors
///
/// If there is no valgrind, or it says something unexpected.
pub fn per_call(program: &Path, case: &str) -> io::Result<f64> {
    per_call_of(program, case, CALLS)
}

/// The same with *n* as told, for cases in which something else happens every so often.
///
/// # Errors
///
/// If there is no valgrind, or it says something unexpected.
pub fn per_call_of(program: &Path, case: &str, calls: u64) -> io::Result<f64> {
    let once = count(program, case, calls)?;
    let twice = count(program, case, 2 * calls)?;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let per_call = twice.saturating_sub(once) as f64 / calls as f64;
    Ok(per_call)
}

fn count(program: &Path, case: &str, calls: u64) -> io::Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["--run", case, &calls.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    collected(&said).ok_or_else(|| io::Error::other(format!("valgrind counted nothing:\n{said}")))
}

/// The number in `==123== Collected : 456`.
fn collected(said: &str) -> Option<u64> {
    let line = said.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(' ').next()?.parse().ok()
}
