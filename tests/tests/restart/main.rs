//! A process ends while its circuits are open, and the next one goes on (rule S22): two processes,
//! one after the other, with a file between them.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;
use std::{env, fs, io, process};

use breaker_runtime::{CircuitBreaker, CircuitOpen, Note, Saved, State, circuit_breaker, registry};

#[circuit_breaker(name = "payments", threshold = 2, open_for = "1h")]
fn pay(works: bool) -> io::Result<()> {
    if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

#[circuit_breaker(name = "fetch", key = host, threshold = 1, open_for = "1h")]
fn fetch(host: &str, works: bool) -> io::Result<()> {
    let _ = host;
    if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

#[circuit_breaker(name = "mail")]
fn mail() -> io::Result<()> {
    Ok(())
}

/// In which file the processes of this test keep circuits: the variable that makes one of them.
const FILE: &str = "RESTART_FILE";

/// A process of a service: it reads what was, takes calls, and writes what is. What became of the
/// calls goes to its output.
fn serve(file: &Path) {
    if let Ok(data) = fs::read(file) {
        let saved: Vec<Saved> = serde_json::from_slice(&data).expect("written below");
        println!("{}", registry().restore(saved));
    } else {
        let _ = (pay(false), pay(false), fetch("down.example", false));
        registry()
            .find("mail")
            .expect("annotated")
            .force_open_for(Duration::from_hours(1), Note::new("moving").by("anna"));
    }
    let is_rejected =
        |result: io::Result<()>| result.is_err_and(|error| CircuitOpen::behind(&error).is_some());
    println!("pay rejected: {}", is_rejected(pay(true)));
    println!("down.example rejected: {}", is_rejected(fetch("down.example", true)));
    println!("up.example rejected: {}", is_rejected(fetch("up.example", true)));
    println!("mail rejected: {}", is_rejected(mail()));
    fs::write(file, serde_json::to_vec(&registry().snapshot()).expect("it is data"))
        .expect("a folder that can be written");
}

fn run(file: &Path) -> String {
    let program = env::current_exe().expect("it runs");
    let mut command = Command::new(program);
    command.args(["--exact", "what_was_open_is_open_in_the_next_process", "--nocapture"]);
    let Output { status, stdout, stderr } =
        command.env(FILE, file).output().expect("it can be started");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8_lossy(&stdout).into_owned()
}

#[test]
fn what_was_open_is_open_in_the_next_process() {
    if let Some(file) = env::var_os(FILE) {
        return serve(&PathBuf::from(file));
    }
    let file = env::temp_dir().join(format!("restart-{}.json", process::id()));
    let first = run(&file);
    let second = run(&file);
    let third = run(&file);
    let _ = fs::remove_file(&file);
    let calls = [
        "pay rejected: true",
        "down.example rejected: true",
        "up.example rejected: false",
        "mail rejected: true",
    ];
    for (process, output) in [&first, &second, &third].into_iter().enumerate() {
        for call in calls {
            assert!(output.contains(call), "process {process}: {output}");
        }
    }
    for output in [second, third] {
        assert!(output.contains("payments (open)"), "{output}");
        assert!(output.contains("fetch[down.example] (open)"), "{output}");
        assert!(output.contains("mail (forced open)"), "{output}");
        assert!(!output.contains("not restored"), "{output}");
    }
    assert_eq!(registry().find("payments").map(CircuitBreaker::state), Ok(State::Closed));
}
