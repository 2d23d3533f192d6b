//! What a failure costs, and what a circuit remembers, as the threshold grows: comma-separated
//! values.
//!
//! A circuit is led from empty to open, failure by failure, then reset, over and over: everything
//! that its window does is in the mean, once for each failure, and the transition once for each
//! time that it opens. What the window has allocated it keeps. Time is taken of so many failures at
//! a time whatever the threshold, or larger ones would be disturbed more often.

use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, io};

use allocation_counter::measure;
use breaker_benches::body::{BAD, body, repeat};
use breaker_benches::csv;
use breaker_benches::measure::turns::{self, Sampler, Samples};
use breaker_runtime::{CircuitBreaker, Policy, State};
use hot_paths::{callgrind, program};

const THRESHOLDS: [u32; 6] = [1, 10, 100, 1_000, 10_000, 100_000];

/// A rule by its name, with a threshold.
type Rule = (&'static str, fn(u32) -> Policy);

const RULES: [Rule; 4] = [
    ("failures in a time", |threshold| Policy::new().threshold(threshold).window(DAY)),
    ("failures among the last calls", |threshold| {
        Policy::new().threshold(threshold).window_calls(threshold)
    }),
    ("failures in a row", |threshold| Policy::new().consecutive(threshold)),
    ("share of the calls in a time", |min_calls| {
        Policy::new().threshold_percent(50.0).window(DAY).min_calls(min_calls)
    }),
];

/// No failure leaves its window while this runs.
const DAY: Duration = Duration::from_hours(24);
/// Failures of which time is taken at once: every threshold divides it, or is a multiple of it.
const CHUNK: u32 = 1_000;
const ROUNDS: usize = 101;
const AT_MOST: Duration = Duration::from_mins(1);

fn main() -> ExitCode {
    program::run("thresholds", |arguments| match *arguments {
        [] => measure_all(),
        ["--run", case, failures] => run(case, failures),
        _ => Err(io::Error::other("usage: thresholds [--run <rule>:<threshold> <failures>]")),
    })
}

fn measure_all() -> io::Result<()> {
    let program = env::current_exe()?;
    let cases = (0..RULES.len()).flat_map(|rule| THRESHOLDS.map(|threshold| (rule, threshold)));
    let cases: Vec<_> = cases.collect();
    let circuits: Vec<_> =
        cases.iter().map(|&(rule, threshold)| circuit(rule, threshold)).collect();
    let mut samplers = Vec::new();
    for (circuit, &(_, threshold)) in circuits.iter().zip(&cases) {
        samplers.extend((0..chunks(threshold)).map(|_| chunk(circuit, threshold)));
    }
    let mut taken = turns::take(ROUNDS, AT_MOST, &mut samplers).into_iter();

    csv::line(&[&"rule", &"threshold", &"ns_p10", &"ns_median", &"instructions", &"bytes"]);
    for &(rule, threshold) in &cases {
        let chunks: Vec<_> = taken.by_ref().take(chunks(threshold)).collect();
        let calls = u64::from(threshold).max(20_000);
        let name = format!("{rule}:{threshold}");
        let instructions = csv::number(callgrind::per_call_of(&program, &name, calls)?);
        let [quiet, everyday] = [10, 50].map(|at| csv::number(mean(&chunks, at)));
        let bytes = bytes(rule, threshold);
        csv::line(&[&RULES[rule].0, &threshold, &quiet, &everyday, &instructions, &bytes]);
    }
    Ok(())
}

fn circuit(rule: usize, threshold: u32) -> CircuitBreaker {
    CircuitBreaker::new("growing", RULES[rule].1(threshold))
}

/// Into how many chunks the way from empty to open is cut.
fn chunks(threshold: u32) -> usize {
    (threshold / CHUNK).max(1) as usize
}

/// Nanoseconds of each failure of the next chunk.
fn chunk(circuit: &CircuitBreaker, threshold: u32) -> Sampler<'_> {
    Box::new(move || {
        let start = Instant::now();
        fail(circuit, threshold.min(CHUNK), CHUNK.into());
        start.elapsed().as_secs_f64() * 1e9 / f64::from(CHUNK)
    })
}

/// Of all chunks on the way.
fn mean(chunks: &[Samples], hundredths: usize) -> f64 {
    let sum: f64 = chunks.iter().map(|chunk| chunk.percentile(hundredths)).sum();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let count = chunks.len() as f64;
    sum / count
}

/// So many failures, some at a time. Whenever they have opened the circuit it is reset.
fn fail(circuit: &CircuitBreaker, at_a_time: u32, failures: u64) {
    let at_a_time = u64::from(at_a_time);
    for _ in 0..failures / at_a_time {
        repeat(at_a_time, BAD, |input| circuit.call(|| body(input)));
        if circuit.state() != State::Closed {
            circuit.reset();
        }
    }
}

/// Of the circuit and of all that it has allocated when one failure is missing.
fn bytes(rule: usize, threshold: u32) -> u64 {
    // What a thread allocates for all its circuits is no circuit's.
    fail(&circuit(rule, 1), 1, 1);
    let circuit = circuit(rule, threshold);
    let failures = u64::from(threshold) - 1;
    let allocated = measure(|| repeat(failures, BAD, |input| circuit.call(|| body(input))));
    size_of_val(&circuit) as u64 + allocated.bytes_current.unsigned_abs()
}

fn run(case: &str, failures: &str) -> io::Result<()> {
    let (rule, threshold) = case.split_once(':').ok_or_else(|| io::Error::other("no such case"))?;
    let rule: usize = rule.parse().map_err(io::Error::other)?;
    let threshold = threshold.parse().map_err(io::Error::other)?;
    let failures = failures.parse().map_err(io::Error::other)?;
    fail(&circuit(rule, threshold), threshold, failures);
    Ok(())
}
