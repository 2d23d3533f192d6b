//! Wall-clock time, on machines that have other things to do.
//!
//! The cases take turns, a slice of time each, for many rounds: whatever disturbs the machine
//! disturbs them all. Of the rounds, the tenth percentile is what a quiet machine shows, and the
//! median what an everyday one does.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::Case;

const ROUNDS: usize = 201;
const SLICE: Duration = Duration::from_micros(500);
/// How often two threads are tried to be run at the same time, each round.
const ATTEMPTS: usize = 4;

/// Nanoseconds of a processor for one call.
#[derive(Clone, Copy, Debug)]
pub struct Nanos {
    /// On a quiet machine.
    pub p10: f64,
    /// On an everyday one.
    pub median: f64,
}

/// The times of a case.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Called by one thread.
    pub alone: Nanos,
    /// Called by two at the same time.
    pub together: Nanos,
}

impl Times {
    /// How many times the calls that one thread makes two threads make in the same time.
    #[must_use]
    pub fn scaling(&self) -> f64 {
        2.0 * self.alone.p10 / self.together.p10
    }
}

/// The times of all cases, taken in turns.
#[must_use]
pub fn measure(cases: &[Case]) -> Vec<Times> {
    let slices: Vec<u64> = cases.iter().map(calls_in_a_slice).collect();
    let mut samples = vec![[Vec::new(), Vec::new()]; cases.len()];
    for _ in 0..ROUNDS {
        for ((case, &calls), [alone, together]) in cases.iter().zip(&slices).zip(&mut samples) {
            alone.extend(on_threads(1, case, calls));
            together.extend(on_threads(2, case, calls));
        }
    }
    samples
        .into_iter()
        .map(|[alone, together]| Times { alone: nanos(alone), together: nanos(together) })
        .collect()
}

fn nanos(mut samples: Vec<f64>) -> Nanos {
    samples.sort_by(f64::total_cmp);
    let at = |index: usize| samples.get(index).copied().unwrap_or(f64::NAN);
    Nanos { p10: at(samples.len() / 10), median: at(samples.len() / 2) }
}

/// As many calls as take about a slice. The first ones, slower than the others, are made on the
/// way.
fn calls_in_a_slice(case: &Case) -> u64 {
    let mut calls = 1_000;
    loop {
        let start = Instant::now();
        case.run(calls);
        let elapsed = start.elapsed();
        if elapsed >= SLICE / 2 {
            return calls;
        }
        calls *= 2;
    }
}

/// Nanoseconds of a processor per call, while that many threads make as many calls each.
///
/// On a busy machine the threads may run one after the other, which says nothing about two at the
/// same time: then again.
fn on_threads(threads: usize, case: &Case, calls: u64) -> Option<f64> {
    let together = (0..ATTEMPTS).map(|_| run_together(threads, case, calls));
    let mut met = together.filter(Meeting::is_together);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    met.next().map(|met| met.whole().as_secs_f64() * 1e9 / calls as f64)
}

/// From when to when the threads were at it.
struct Meeting {
    starts: Vec<Instant>,
    ends: Vec<Instant>,
}

impl Meeting {
    /// From the first start to the last end.
    fn whole(&self) -> Duration {
        span(self.starts.iter().min(), self.ends.iter().max())
    }

    /// Whether all threads were at it nearly all the time.
    fn is_together(&self) -> bool {
        span(self.starts.iter().max(), self.ends.iter().min()) > self.whole() * 3 / 4
    }
}

fn span(from: Option<&Instant>, to: Option<&Instant>) -> Duration {
    match (from, to) {
        (Some(&from), Some(&to)) => to.saturating_duration_since(from),
        _ => Duration::ZERO,
    }
}

fn run_together(threads: usize, case: &Case, calls: u64) -> Meeting {
    let ready = AtomicUsize::new(0);
    thread::scope(|scope| {
        let workers: Vec<_> =
            (0..threads).map(|_| scope.spawn(|| timed(&ready, threads, case, calls))).collect();
        let times = workers.into_iter().map(|worker| worker.join().expect("no case panics"));
        let (starts, ends) = times.unzip();
        Meeting { starts, ends }
    })
}

/// Waits for the other threads, then makes the calls. The wait spins: to be woken takes longer than
/// a good part of the slice.
fn timed(ready: &AtomicUsize, threads: usize, case: &Case, calls: u64) -> (Instant, Instant) {
    // A thread's first call makes room for its counts.
    case.run(1);
    ready.fetch_add(1, Ordering::AcqRel);
    while ready.load(Ordering::Acquire) < threads {
        std::hint::spin_loop();
    }
    let start = Instant::now();
    case.run(calls);
    (start, Instant::now())
}
