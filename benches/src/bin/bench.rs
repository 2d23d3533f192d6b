//! Measures everything and prints it as tables; `--run <case> <calls>` only makes the calls of one
//! case, to be counted from outside.

use std::env;
use std::io;
use std::process::ExitCode;

use breaker_benches::measure::{allocations, instructions, sizes, time};
use breaker_benches::{cases, report};
use hot_paths::program;

fn main() -> ExitCode {
    program::run("bench", |arguments| match *arguments {
        [] => measure_all(),
        ["--run", case, calls] => run(case, calls),
        _ => Err(io::Error::other("usage: bench [--run <case> <calls>]")),
    })
}

fn measure_all() -> io::Result<()> {
    let cases = cases();
    let program = env::current_exe()?;
    eprintln!("bench: allocations");
    let allocations = allocations::measure(&program.with_file_name("allocations"))?;
    eprintln!("bench: times, for one to three minutes");
    let times = time::measure(&cases);
    eprintln!("bench: instructions, for about a minute");
    let instructions = instructions::measure(&program, cases.len())?;
    let rows = report::Rows::new(&cases, &times, &instructions, &allocations);
    let futures = sizes::futures();
    println!("{}", report::costs(&rows));
    println!("{}", report::sizes(&futures));
    println!("{}", report::budget(&rows, &futures));
    Ok(())
}

fn run(case: &str, calls: &str) -> io::Result<()> {
    let case: usize = case.parse().map_err(io::Error::other)?;
    let calls = calls.parse().map_err(io::Error::other)?;
    let cases = cases();
    let case = cases.get(case).ok_or_else(|| io::Error::other("no such case"))?;
    case.run(calls);
    Ok(())
}
