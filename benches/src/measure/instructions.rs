//! Instructions of every case.

use std::io;
use std::path::Path;

use hot_paths::callgrind;

/// Instructions per call, for each of `cases` cases; `program` is told `--run <case> <calls>`.
///
/// # Errors
///
/// If there is no valgrind, or it says something unexpected.
pub fn measure(program: &Path, cases: usize) -> io::Result<Vec<f64>> {
    (0..cases).map(|case| callgrind::per_call(program, &case.to_string())).collect()
}
