//! A program's subscriber that calls guarded functions while it is told something.

#![expect(clippy::expect_used, reason = "a failed test")]

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use breaker_runtime::tracing::TARGET;
use breaker_runtime::{CircuitBreaker, State, circuit_breaker, registry};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Calls a guarded function at every event, as one does that sends them somewhere.
struct Calling;

static TOLD: Mutex<Vec<&str>> = Mutex::new(Vec::new());
static SENT: AtomicU64 = AtomicU64::new(0);

impl Subscriber for Calling {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET
    }

    fn event(&self, event: &Event<'_>) {
        TOLD.lock().expect("no panic").push(event.metadata().name());
        for _ in 0..3 {
            let _ = send();
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

/// The collector is down.
#[circuit_breaker(name = "collector", threshold = 2)]
fn send() -> io::Result<()> {
    SENT.fetch_add(1, Ordering::SeqCst);
    Err(io::ErrorKind::ConnectionRefused.into())
}

#[circuit_breaker(name = "guarded", threshold = 1)]
fn guarded() -> io::Result<()> {
    Err(io::ErrorKind::TimedOut.into())
}

/// The only test of its process, whose subscriber that is.
#[test]
fn there_is_no_event_about_what_happens_while_one_is_told() {
    tracing::subscriber::set_global_default(Calling).expect("the only one");
    guarded().expect_err("it fails");
    guarded().expect_err("rejected");
    let told = TOLD.lock().expect("no panic").clone();
    assert_eq!(told, ["circuit_breaker.opened", "circuit_breaker.rejected"]);
    assert_eq!(SENT.load(Ordering::SeqCst), 2, "then its own circuit rejects");
    assert_eq!(registry().get("collector").map(CircuitBreaker::state), Some(State::Open));

    send().expect_err("rejected");
    let told = TOLD.lock().expect("no panic").clone();
    assert_eq!(told[2..], ["circuit_breaker.rejected"], "outside of events, it is told as any");
}
