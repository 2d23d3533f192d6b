//! Counts the instructions of the hot paths and compares them with `limits.txt`, or with
//! `limits-with-telemetry.txt`; `--update` writes that file, `--run <path> <calls>` only makes
//! calls, to be counted from outside.

use std::process::ExitCode;
use std::{env, fmt::Write, fs, io};

use hot_paths::{callgrind, program};

use crate::limits::Limits;
use crate::paths::{BARE, GUARDED};

mod limits;
mod paths;
mod whole;

/// Circuits that are watched have limits of their own.
const FILE: &str = if cfg!(feature = "telemetry") {
    concat!(env!("CARGO_MANIFEST_DIR"), "/limits-with-telemetry.txt")
} else {
    concat!(env!("CARGO_MANIFEST_DIR"), "/limits.txt")
};

const HEAD: &str = "\
# Instructions that a call through a circuit may add to the bare one, with the toolchain of
# rust-toolchain.toml on x86-64 Linux.
# `ci/instructions` compares; `ci/instructions --update` writes what it counts, for changes that
# are worth their price.
";

fn main() -> ExitCode {
    program::run("hot-paths", |arguments| match *arguments {
        [] => compare(),
        ["--update"] => update(),
        ["--run", path, calls] => run(path, calls),
        _ => Err(io::Error::other("usage: hot-paths [--update | --run <path> <calls>]")),
    })
}

fn compare() -> io::Result<()> {
    let limits = limits::parse(&fs::read_to_string(FILE)?).map_err(io::Error::other)?;
    let added = count()?;
    println!("{:<22}{:>8}{:>8}", "path", "added", "limit");
    let mut broken = 0;
    for (name, added) in &added {
        let verdict = verdict(*added, limits.get(name).copied());
        broken += usize::from(verdict.is_err());
        let limit = limits.get(name).map_or_else(|| "none".to_owned(), f64::to_string);
        println!("{name:<22}{added:>8.1}{limit:>8}  {}", verdict.unwrap_or_else(|broken| broken));
    }
    if let Some(unknown) = limits.keys().find(|name| !added.contains_key(*name)) {
        return Err(io::Error::other(format!(
            "there is no path `{unknown}` any more: drop its limit"
        )));
    }
    if broken > 0 {
        return Err(io::Error::other(format!("{broken} paths break their limits")));
    }
    println!("{} paths keep their limits", added.len());
    Ok(())
}

/// A remark, or what is wrong.
fn verdict(added: f64, limit: Option<f64>) -> Result<&'static str, &'static str> {
    match limit {
        None => Err("has no limit"),
        Some(limit) if added > limit => Err("ABOVE ITS LIMIT"),
        Some(limit) if limits::above(added) < limit => Ok("kept; the limit can be lowered"),
        Some(_) => Ok("kept"),
    }
}

fn update() -> io::Result<()> {
    let mut text = HEAD.to_owned();
    let added = count()?;
    for path in GUARDED {
        writeln!(text, "{} {}", path.name, limits::above(added[path.name]))
            .map_err(io::Error::other)?;
    }
    fs::write(FILE, &text)?;
    print!("{text}");
    Ok(())
}

/// What a call through each circuit adds to the bare one.
fn count() -> io::Result<Limits> {
    let program = env::current_exe()?;
    let per_call = |name: &str| callgrind::per_call(&program, name);
    let bare = BARE.iter().map(|path| Ok((path.name.to_owned(), per_call(path.name)?)));
    let bare: Limits = bare.collect::<io::Result<_>>()?;
    let added = |name: &str, beside: &str| Ok((name.to_owned(), per_call(name)? - bare[beside]));
    GUARDED.iter().map(|path| added(path.name, path.bare)).collect()
}

fn run(path: &str, calls: &str) -> io::Result<()> {
    let path = paths::named(path).ok_or_else(|| io::Error::other("no such path"))?;
    path.run(calls.parse().map_err(io::Error::other)?);
    Ok(())
}
