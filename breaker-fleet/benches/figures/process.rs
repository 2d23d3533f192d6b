//! A member of the measurement, as a process of its own: it answers a line by a line.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use breaker_fleet::Fleet;
use breaker_runtime::{CircuitBreaker, EventKind, Policy, registry};

/// The process, as the measurement sees it.
pub(crate) struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Process {
    /// Starts one that joins at this address, or nowhere (`-`).
    pub(crate) fn start(url: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env("FLEET_URL", url).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdin, stdout }
    }

    pub(crate) fn joined(url: &str) -> Self {
        let mut this = Self::start(url);
        while this.ask("joined") != "true" {
            thread::sleep(Duration::from_millis(10));
        }
        this
    }

    pub(crate) fn crowd(url: &str, count: usize) -> Vec<Self> {
        let mut crowd: Vec<_> = (0..count).map(|_| Self::start(url)).collect();
        for process in crowd.iter_mut().filter(|_| url != "-") {
            while process.ask("joined") != "true" {
                thread::sleep(Duration::from_millis(10));
            }
        }
        crowd
    }

    pub(crate) fn say(&mut self, line: &str) {
        writeln!(self.stdin, "{line}").unwrap();
    }

    pub(crate) fn hear(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    pub(crate) fn ask(&mut self, line: &str) -> String {
        self.say(line);
        self.hear()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
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
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let words: Vec<_> = line.split(' ').collect();
        println!("{}", act(&words, &circuits, fleet.as_ref()));
        io::stdout().flush().unwrap();
    }
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
        ["dead", calls_a_second, millis] => {
            let pause = Duration::from_secs(1) / u32::try_from(number(calls_a_second)).unwrap();
            dead(circuits[0], pause, Duration::from_millis(number(millis) as u64))
        }
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

/// The callee is dead: when calls were sent to it all the same, in milliseconds from now.
fn dead(circuit: &CircuitBreaker, pause: Duration, time: Duration) -> String {
    let (start, mut sent) = (Instant::now(), Vec::new());
    while start.elapsed() < time {
        if let Ok(permit) = circuit.try_acquire() {
            sent.push(start.elapsed().as_millis().to_string());
            thread::sleep(Duration::from_millis(5));
            permit.failure();
        }
        thread::sleep(pause);
    }
    sent.join(" ")
}
