//! What a single call costs at the moments that don't come twice: comma-separated values.
//!
//! A time is from one reading of the clock to the next, and thus holds one reading itself; how long
//! that takes is the first line.

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, io};

use breaker_benches::body::{BAD, CallError, CallResult, GOOD, body, repeat};
use breaker_benches::csv;
use breaker_benches::measure::turns::{self, Sampler, Samples};
use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker};
use hot_paths::program;

const ROUNDS: usize = 201;
const AT_MOST: Duration = Duration::from_secs(90);

/// Longer than this runs.
const DAY: Duration = Duration::from_hours(24);
/// Long enough for a hundred thousand failures, on most rounds.
const SHORT: Duration = Duration::from_millis(50);
const MANY: u32 = 100_000;
const MILLION: u32 = 1_000_000;

fn main() -> ExitCode {
    program::run("latencies", |arguments| match *arguments {
        [] => measure_all(),
        ["--first"] => {
            println!("{}", nanos_of(|| annotated(GOOD)).0);
            Ok(())
        }
        _ => Err(io::Error::other("usage: latencies [--first]")),
    })
}

fn measure_all() -> io::Result<()> {
    let program = env::current_exe()?;
    let (names, mut samplers): (Vec<_>, Vec<_>) = moments().into_iter().unzip();
    let taken = turns::take(ROUNDS, AT_MOST, &mut samplers);
    let first = (0..ROUNDS).map(|_| first_of_process(&program)).collect::<io::Result<Vec<_>>>()?;

    csv::line(&[&"moment", &"ns_p10", &"ns_median", &"ns_p99"]);
    let first = ("first call in a process", Samples::new(first));
    for (name, samples) in names.into_iter().zip(taken).chain([first]) {
        let [quiet, everyday, rare] = [10, 50, 99].map(|at| csv::number(samples.percentile(at)));
        csv::line(&[&name, &quiet, &everyday, &rare]);
    }
    Ok(())
}

/// What is measured, and one measurement of it.
fn moments() -> Vec<(&'static str, Sampler<'static>)> {
    let time = |failures| Policy::new().threshold(failures).window(DAY);
    let last = |calls| Policy::new().threshold(calls).window_calls(calls);
    let share = Policy::new().threshold_percent(50.0).window(DAY).min_calls(u32::MAX);
    let (closed, open) = (circuit(time(5), 0), circuit(time(1), 1));
    let (shared, million) = (circuit(share, MILLION), circuit(last(MILLION), MILLION - 1));
    vec![
        ("one reading of the clock", Box::new(|| nanos_of(|| ()).0)),
        ("success", Box::new(move || again(&closed, GOOD))),
        ("first success of a circuit", Box::new(move || next(time(5), 0, GOOD))),
        ("first call in a thread", Box::new(first_of_thread)),
        ("first failure of a circuit", Box::new(move || next(time(5), 0, BAD))),
        ("rejection", Box::new(move || again(&open, GOOD))),
        ("trip: 1 failure", Box::new(move || next(time(1), 0, BAD))),
        ("trip: 5 failures", Box::new(move || next(time(5), 4, BAD))),
        ("trip: 100 000 failures", Box::new(move || next(time(MANY), MANY - 1, BAD))),
        ("trial call that closes", Box::new(trial)),
        ("failure: 100 000 in its time", Box::new(move || next(time(2 * MANY), MANY, BAD))),
        ("failure: 100 000 leave their time", Box::new(expiring)),
        ("failure: share of a million calls", Box::new(move || again(&shared, BAD))),
        (
            "failure: a million calls",
            Box::new(move || {
                // A success among them, or they would open it.
                repeat(1, GOOD, |input| million.call(|| body(input)));
                again(&million, BAD)
            }),
        ),
    ]
}

/// A circuit that had so many failures.
fn circuit(policy: Policy, failures: u32) -> Box<CircuitBreaker> {
    let circuit = Box::new(CircuitBreaker::new("moment", policy));
    repeat(u64::from(failures), BAD, |input| circuit.call(|| body(input)));
    circuit
}

/// A call of a circuit that has many of them: code and data are at hand.
fn again(circuit: &CircuitBreaker, input: u64) -> f64 {
    repeat(8, input, |input| circuit.call(|| body(input)));
    nanos_of(|| circuit.call(|| body(input))).0
}

/// The next call of a circuit that had so many failures. The code is at hand: other circuits of the
/// kind went before.
fn next(policy: Policy, failures: u32, input: u64) -> f64 {
    let before = if failures < MANY / 2 { 3 } else { 0 };
    let once = || {
        let subject = circuit(policy, failures);
        // The code of a transition is at hand as well, whatever came before.
        drop(circuit(Policy::new().threshold(1), 1));
        nanos_of(|| subject.call(|| body(input))).0
    };
    (0..before).for_each(|_| _ = once());
    once()
}

#[circuit_breaker(threshold = 5, window = "10s")]
fn annotated(input: u64) -> CallResult {
    body(input)
}

fn first_of_thread() -> f64 {
    let taken = thread::spawn(|| nanos_of(|| annotated(GOOD)).0).join();
    taken.unwrap_or(f64::NAN)
}

/// What a program says that makes but one call.
fn first_of_process(program: &Path) -> io::Result<f64> {
    let output = Command::new(program).arg("--first").output()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().map_err(io::Error::other)
}

/// The trial call of a circuit that has been open for long enough, by the coarse clock as well; the
/// last of some.
fn trial() -> f64 {
    let policy = Policy::new().threshold(1).open_for(Duration::from_nanos(1));
    let circuits = [(); 4].map(|()| circuit(policy, 1));
    spin(Duration::from_millis(10));
    let timed = circuits.map(|circuit| nanos_of(|| circuit.call(|| body(GOOD))));
    let [.., (nanos, called)] = timed;
    if called == Err(CallError::Rejected) { f64::NAN } else { nanos }
}

/// Waits without giving the processor away: it would come back with empty caches.
fn spin(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}

/// A failure after which none of those before counts any more; no number if some had left while the
/// others came.
fn expiring() -> f64 {
    let circuit = circuit(Policy::new().threshold(2 * MANY).window(SHORT), MANY);
    if circuit.snapshot().failures_in_window < u64::from(MANY) {
        return f64::NAN;
    }
    spin(SHORT);
    nanos_of(|| circuit.call(|| body(BAD))).0
}

/// From one reading of the clock to the next.
fn nanos_of<R>(call: impl FnOnce() -> R) -> (f64, R) {
    let start = Instant::now();
    let result = black_box(call());
    (start.elapsed().as_secs_f64() * 1e9, result)
}
