//! "The lowest is around the others": a span around the circuit is there for calls that are
//! rejected, one inside is not.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use breaker_runtime::circuit_breaker;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, instrument};

#[circuit_breaker(name = "in the span", threshold = 1)]
#[instrument]
fn traced() -> io::Result<()> {
    Err(io::ErrorKind::Other.into())
}

#[instrument]
#[circuit_breaker(name = "around the span", threshold = 1)]
fn traced_when_made() -> io::Result<()> {
    Err(io::ErrorKind::Other.into())
}

#[test]
fn a_span_below_the_attribute_is_around_the_circuit() {
    assert_eq!(spans_of_a_failed_and_a_rejected_call(traced), 2);
}

#[test]
fn a_span_above_it_is_inside() {
    assert_eq!(spans_of_a_failed_and_a_rejected_call(traced_when_made), 1);
}

fn spans_of_a_failed_and_a_rejected_call(call: fn() -> io::Result<()>) -> u64 {
    let spans = Arc::new(AtomicU64::new(0));
    tracing::subscriber::with_default(Counter(Arc::clone(&spans)), || {
        call().unwrap_err();
        call().unwrap_err();
    });
    spans.load(Ordering::Relaxed)
}

/// Counts spans, and nothing else.
struct Counter(Arc<AtomicU64>);

impl Subscriber for Counter {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
