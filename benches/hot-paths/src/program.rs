//! How the programs here begin and end.

use std::process::ExitCode;
use std::{env, io};

/// Hands the arguments over; what cannot be done is printed with the program's name.
pub fn run(name: &str, work: impl FnOnce(&[&str]) -> io::Result<()>) -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match work(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}
