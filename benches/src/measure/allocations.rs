//! Allocations, counted by a program of its own, so that counting slows no other measurement down.

use std::io;
use std::path::Path;
use std::process::Command;

/// Allocations per call, for each case in turn, as `program` prints them, one a line.
///
/// # Errors
///
/// If the program can't be run, or prints something else.
pub fn measure(program: &Path) -> io::Result<Vec<f64>> {
    let output = Command::new(program).output()?;
    let printed = String::from_utf8_lossy(&output.stdout);
    printed.lines().map(|line| line.parse().map_err(io::Error::other)).collect()
}
