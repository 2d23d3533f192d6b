//! Calls in a second that 1, 2, 4 and 8 threads make through one circuit, ours and each peer's:
//! comma-separated values.
//!
//! On a busy machine threads may run one after the other, which is no contention at all and makes
//! the guards with locks look better than they are. Rounds are therefore chosen by the processor
//! time that they got, never by what came out: of the quarter that got most of it the median is
//! printed, and beside it how many processors that was.

use std::sync::{Barrier, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use breaker_benches::measure::turns::{self, Samples};
use breaker_benches::{Case, Path, cases, csv};

const THREADS: [usize; 4] = [1, 2, 4, 8];

const PATHS: [Path; 6] = [
    Path::Success,
    Path::AsyncSuccess,
    Path::Failure,
    Path::AsyncFailure,
    Path::Rejection,
    Path::AsyncRejection,
];

/// Long enough for the system to let every thread run, should there be more of them than
/// processors.
const SLICE: Duration = Duration::from_millis(20);
/// How long a thread makes calls before it looks at the time.
const BATCH: Duration = Duration::from_micros(50);
const ROUNDS: usize = 32;
const AT_MOST: Duration = Duration::from_secs(200);

/// What the peers have too; the runtime by hand is in the tables of `bench`.
const LEFT_OUT: [&str; 3] = ["`CircuitBreaker::", "`tower::", "tower service without"];

fn main() {
    let shown = |case: &Case| {
        PATHS.contains(&case.path) && !LEFT_OUT.iter().any(|out| case.subject.starts_with(out))
    };
    let cases: Vec<_> = cases().into_iter().filter(shown).collect();
    let batch = |case: &Case| turns::calls_in(BATCH, |calls| case.run(calls));
    let batches: Vec<_> = cases.iter().map(batch).collect();
    let mut runs = Vec::new();
    for (case, &batch) in cases.iter().zip(&batches) {
        runs.extend(THREADS.map(|threads| (case, threads, batch)));
    }
    let mut rounds = vec![Vec::with_capacity(ROUNDS); runs.len()];
    let start = Instant::now();
    for _ in 0..ROUNDS {
        for (&(case, threads, batch), rounds) in runs.iter().zip(&mut rounds) {
            rounds.push(together(case, threads, batch));
        }
        if start.elapsed() >= AT_MOST {
            break;
        }
    }

    csv::line(&[&"path", &"guard", &"threads", &"calls_per_second", &"processors"]);
    for ((case, threads, _), rounds) in runs.iter().zip(rounds) {
        let best = most_served(rounds);
        let median = |of: fn(&Round) -> f64| {
            csv::number(Samples::new(best.iter().map(of).collect()).percentile(50))
        };
        let calls = median(|round| round.calls_per_second);
        csv::line(&[&case.path, &case.subject, threads, &calls, &median(|round| round.processors)]);
    }
}

/// Some threads at work at once.
#[derive(Clone, Copy)]
struct Round {
    calls_per_second: f64,
    /// That they had, on average.
    processors: f64,
}

/// The quarter of the rounds that had most of the processors.
fn most_served(mut rounds: Vec<Round>) -> Vec<Round> {
    rounds.sort_by(|one, other| other.processors.total_cmp(&one.processors));
    rounds.truncate(rounds.len().div_ceil(4));
    rounds
}

/// From when the first thread sets off until the last one is done.
fn together(case: &Case, threads: usize, batch: u64) -> Round {
    let (ready, start) = (Barrier::new(threads), OnceLock::new());
    let work = || {
        // A thread's first call makes room for its counts.
        case.run(1);
        ready.wait();
        let (start, served): (Instant, Duration) =
            *start.get_or_init(|| (Instant::now(), processor_time()));
        let mut calls = 0;
        while start.elapsed() < SLICE {
            case.run(batch);
            calls += batch;
        }
        (calls, start.elapsed(), processor_time().saturating_sub(served))
    };
    let done: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().expect("no case panics")).collect()
    });
    let calls: u64 = done.iter().map(|done| done.0).sum();
    let time = done.iter().map(|done| done.1).max().unwrap_or_default().as_secs_f64();
    let served = done.iter().map(|done| done.2).max().unwrap_or_default().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let calls = calls as f64;
    Round { calls_per_second: calls / time, processors: served / time }
}

/// Of all threads of this process.
#[cfg(target_os = "linux")]
fn processor_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}

/// Unknown: then all rounds count alike.
#[cfg(not(target_os = "linux"))]
fn processor_time() -> Duration {
    Duration::ZERO
}
