//! A slow subscriber of `tracing`, which panics now and then: calls must not tell others' events
//! without end, and the events of a circuit must come in their order.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::Debug;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use breaker_runtime::tracing::TARGET;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// What it takes for one event.
const SLOWNESS: Duration = Duration::from_micros(700);

/// Events that a thread may be told from the beginning of one call to that of the next: a few for
/// each circuit that the calls which it ends meanwhile go through.
const MOST_AT_ONCE: u64 = 64;

static TOLD: AtomicU64 = AtomicU64::new(0);
static MOST: AtomicU64 = AtomicU64::new(0);
static FAULTS: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// By the circuit's name.
static LATEST: Mutex<Option<HashMap<String, u64>>> = Mutex::new(None);

thread_local! {
    /// Events since the thread began a call; none of a thread that makes none.
    static SINCE_CALL: Cell<Option<u64>> = const { Cell::new(None) };
}

/// The thread begins a call.
pub(crate) fn begin_call() {
    SINCE_CALL.set(Some(0));
}

/// # Errors
///
/// If there is another subscriber.
pub(crate) fn start() -> Result<(), tracing::subscriber::SetGlobalDefaultError> {
    tracing::subscriber::set_global_default(Slow)
}

/// What was wrong.
pub(crate) fn faults() -> Vec<String> {
    let (told, most) = (TOLD.load(Ordering::Relaxed), MOST.load(Ordering::Relaxed));
    println!("{told} events told to a slow subscriber, at most {most} within one call");
    let mut faults = FAULTS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if most > MOST_AT_ONCE {
        faults.push(format!("one call has told {most} events"));
    }
    faults
}

struct Slow;

impl Subscriber for Slow {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET && *metadata.level() <= Level::INFO
    }

    fn event(&self, event: &Event<'_>) {
        thread::sleep(SLOWNESS);
        let mut seen = Seen::default();
        event.record(&mut seen);
        if !seen.has_key {
            seen.follow();
        }
        let within = SINCE_CALL.get().map(|events| events + 1);
        SINCE_CALL.set(within);
        MOST.fetch_max(within.unwrap_or_default(), Ordering::Relaxed);
        if TOLD.fetch_add(1, Ordering::Relaxed) % 97 == 0 {
            resume_unwind(Box::new(Bomb));
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What its panics carry: that panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        resume_unwind(Box::new("a payload that panics"));
    }
}

#[derive(Default)]
struct Seen {
    name: String,
    generation: u64,
    has_key: bool,
}

impl Seen {
    /// Circuits of keys begin anew with each key; others never go back.
    fn follow(self) {
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = latest.get_or_insert_default().entry(self.name);
        let name = latest.key().clone();
        let before = latest.or_default();
        if self.generation < *before {
            let fault = format!("{name}: told of {} after {before}", self.generation);
            FAULTS.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
        }
        *before = self.generation;
    }
}

impl Visit for Seen {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "circuit_breaker.name" => value.clone_into(&mut self.name),
            "circuit_breaker.key" => self.has_key = true,
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "circuit_breaker.generation" {
            self.generation = value;
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
