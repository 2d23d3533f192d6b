//! A member of the measurement, as a process of its own: it answers a line by a line.

use std::process::Command;
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use breaker_fleet::Fleet;
use breaker_runtime::{CircuitBreaker, EventKind, Policy, registry};
use engines::{Process, answer_lines};

use crate::goals::doomed;

/// Starts one that joins at this address, or nowhere (`-`).
pub(crate) fn start(url: &str) -> Process {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env("FLEET_URL", url);
    Process::start(command)
}

/// Starts one, and waits until it takes part.
pub(crate) fn joined(url: &str) -> Process {
    let mut process = start(url);
    until_joined(&mut process);
    process
}

/// Starts many, which take part if there is an address.
pub(crate) fn crowd(url: &str, count: usize) -> Vec<Process> {
    let mut crowd: Vec<_> = (0..count).map(|_| start(url)).collect();
    crowd.iter_mut().filter(|_| url != "-").for_each(until_joined);
    crowd
}

fn until_joined(process: &mut Process) {
    while process.ask("joined") != "true" {
        thread::sleep(Duration::from_millis(10));
    }
}

/// Microseconds of this machine's clock, which all processes share.
fn micros(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_micros()
}

static SEEN: LazyLock<Mutex<Vec<String>>> = LazyLock::new(Mutex::default);

/// What the process does.
pub(crate) fn run(url: &str) {
    let circuits: Vec<&'static CircuitBreaker> = (0..1000).map(circuit).collect();
    let subscription = registry().subscribe(|event| {
        let what = match event.kind {
            EventKind::Opened { .. } => "opened",
            EventKind::Suspected { .. } => "suspected",
            _ => return,
        };
        SEEN.lock().unwrap().push(format!("{} {what} {}", event.name, micros(event.at)));
    });
    let fleet = (url != "-").then(|| breaker_fleet::join("figures", url).start());
    answer_lines(|line| {
        let words: Vec<_> = line.split(' ').collect();
        act(&words, &circuits, fleet.as_ref())
    });
    drop(subscription);
}

fn circuit(number: usize) -> &'static CircuitBreaker {
    let name: &'static str = Box::leak(format!("c{number}").into_boxed_str());
    let policy = Policy::new().threshold(5).open_for(Duration::from_secs(10));
    let circuit: &'static CircuitBreaker = Box::leak(Box::new(CircuitBreaker::new(name, policy)));
    registry().register(circuit);
    circuit
}

fn act(words: &[&str], circuits: &[&'static CircuitBreaker], fleet: Option<&Fleet>) -> String {
    let number = |word: &str| word.parse::<usize>().unwrap();
    match *words {
        ["joined"] => fleet.unwrap().status().away.is_none().to_string(),
        ["open", from, to] => {
            for circuit in &circuits[number(from)..number(to)] {
                for _ in 0..5 {
                    circuit.try_acquire().unwrap().failure();
                }
            }
            String::new()
        }
        ["seen"] => SEEN.lock().unwrap().drain(..).collect::<Vec<_>>().join(","),
        ["succeed", calls] => {
            let start = Instant::now();
            for _ in 0..number(calls) {
                circuits[0].try_acquire().unwrap().success();
            }
            start.elapsed().as_nanos().to_string()
        }
        ["latencies", millis] => latencies(circuits, Duration::from_millis(number(millis) as u64)),
        ["dead", millis] => doomed::call_the_dead(Duration::from_millis(number(millis) as u64)),
        _ => unreachable!("{words:?}"),
    }
}

/// How long calls take, a few of which fail: 99.9 % of them, and all, in nanoseconds.
fn latencies(circuits: &[&'static CircuitBreaker], time: Duration) -> String {
    let (start, mut took) = (Instant::now(), Vec::new());
    for nth in 0.. {
        let (circuit, call) = (circuits[nth / 1000 % 1000], Instant::now());
        if call - start >= time {
            break;
        }
        // Of each circuit's thousand calls the last six fail, and it opens.
        match circuit.try_acquire() {
            Ok(permit) if nth % 1000 < 994 => permit.success(),
            Ok(permit) => permit.failure(),
            Err(_) => {}
        }
        took.push(call.elapsed().as_nanos());
    }
    took.sort_unstable();
    format!("{} {} {}", took[took.len() * 999 / 1000], took[took.len() - 1], took.len())
}
