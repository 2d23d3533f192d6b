//! F9: calls sent to a dead callee.
//!
//! Ten minutes of an open time of 30 seconds are twenty open times. Here they last a minute: the
//! open time is three seconds, and everything else is as it is.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::thread;
use std::time::{Duration, Instant};

use breaker_runtime::{CircuitBreaker, Policy, register};
use engines::{Process, Server};

use crate::goals::{process, report};

const PROCESSES: usize = 50;
const OPEN_FOR: Duration = Duration::from_secs(3);
const OUTAGE: Duration = Duration::from_secs(60);
/// On average, for callers come as they like.
const CALLS_A_SECOND: f64 = 10.0;

static CALLEE: CircuitBreaker =
    CircuitBreaker::new("callee", Policy::new().threshold(5).open_for(OPEN_FOR));
register!(CALLEE);

pub(crate) fn calls_to_a_dead_callee() -> bool {
    let Some(server) = Server::start(&[]) else { return false };
    let (alone, joined) = (sent("-"), sent(&server.url()));
    let share = |joined: u64, alone: u64| 100 * joined / alone.max(1);
    let opening = share(joined.opening, alone.opening);
    let what = format!(
        "{PROCESSES} processes, {CALLS_A_SECOND} calls a second: before all were open {} calls \
         to a dead callee, alone {}: {opening} %",
        joined.opening, alone.opening
    );
    let opens = report("F9", &what, "60 %", opening <= 60);
    let outage = share(joined.all(), alone.all());
    let what = format!(
        "in {} open times of {} s (as ten minutes of 30 s) {} calls, {} of them trials; alone {}, \
         {} trials: {outage} %",
        OUTAGE.as_secs() / OPEN_FOR.as_secs(),
        OPEN_FOR.as_secs(),
        joined.all(),
        joined.trials,
        alone.all(),
        alone.trials
    );
    report("F9", &what, "15 %", outage <= 15) && opens
}

/// Calls that the dead callee got.
#[derive(Default)]
struct Sent {
    /// Before the circuit of who called had opened.
    opening: u64,
    /// Later.
    trials: u64,
}

impl Sent {
    const fn all(&self) -> u64 {
        self.opening + self.trials
    }
}

fn sent(url: &str) -> Sent {
    let mut crowd = process::crowd(url, PROCESSES);
    for process in &mut crowd {
        process.say(&format!("dead {}", OUTAGE.as_millis()));
    }
    crowd.iter_mut().map(Process::hear).fold(Sent::default(), |sum, answer| {
        let mut numbers = answer.split(' ').map(|number| number.parse::<u64>().unwrap());
        let mut next = || numbers.next().unwrap();
        Sent { opening: sum.opening + next(), trials: sum.trials + next() }
    })
}

/// What a process does: it calls for so long. How many calls it sent before its circuit had opened,
/// and how many later.
pub(crate) fn call_the_dead(time: Duration) -> String {
    let (start, mut pauses) = (Instant::now(), Pauses::new());
    let mut sent = Sent::default();
    while start.elapsed() < time {
        thread::sleep(pauses.next());
        let has_opened = CALLEE.snapshot().opened > 0;
        if let Ok(permit) = CALLEE.try_acquire() {
            *(if has_opened { &mut sent.trials } else { &mut sent.opening }) += 1;
            thread::sleep(Duration::from_millis(5));
            permit.failure();
        }
    }
    format!("{} {}", sent.opening, sent.trials)
}

/// The time until the next caller comes: exponentially distributed.
struct Pauses(u64);

impl Pauses {
    fn new() -> Self {
        Self(RandomState::new().build_hasher().finish() | 1)
    }

    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
    fn next(&mut self) -> Duration {
        // xorshift64.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let uniform = ((self.0 >> 11) + 1) as f64 / (1_u64 << 53) as f64;
        Duration::from_secs_f64(-uniform.ln() / CALLS_A_SECOND)
    }
}
