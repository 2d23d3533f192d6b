//! Circuits without the attribute, and permits that go from thread to thread.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use breaker_runtime::{CircuitBreaker, Permit, Policy, register};

use crate::call::{Answer, Ask, Call};
use crate::ledger::Entry;
use crate::subject::Subject;
use crate::wire;

pub(crate) static CALLED: Subject = Subject::new("called", 1, 60);

static CIRCUIT: CircuitBreaker = CircuitBreaker::new(
    "called",
    Policy::new().threshold(5).window_calls(50).open_for(Duration::from_millis(60)),
);
register!(CIRCUIT);

pub(crate) fn call(call: &Call, ask: Ask) -> Answer {
    CIRCUIT.call(|| wire::ask(call, ask))
}

pub(crate) async fn call_async(call: &Call, ask: Ask) -> Answer {
    CIRCUIT.call_async(wire::ask_async(call, ask)).await
}

pub(crate) static HELD: Subject = Subject::new("held", 5, 80);

static PERMITS: CircuitBreaker = CircuitBreaker::new(
    "held",
    Policy::new()
        .threshold_percent(50.0)
        .window(Duration::from_secs(1))
        .min_calls(10)
        .open_for(Duration::from_millis(80))
        .half_open_calls(5),
);
register!(PERMITS);

/// An admitted call, to be made by whoever holds this.
#[derive(Debug)]
pub(crate) struct Admitted {
    call: Call,
    permit: Permit<'static>,
}

/// Asks for a permit, and says what became of that if there is none.
pub(crate) fn hold() -> Option<Admitted> {
    let call = Call::new(&HELD);
    if let Ok(permit) = PERMITS.try_acquire() {
        return Some(Admitted { call, permit });
    }
    call.end_as(Entry::Rejected);
    None
}

impl Admitted {
    /// Makes the call, and tells its end, in one of the ways that there are.
    pub(crate) fn make(self, chance: &mut fastrand::Rng) {
        let Self { call, permit } = self;
        let ask = Ask { key: 0, panics: chance.u8(..50) == 0 };
        let running = catch_unwind(AssertUnwindSafe(|| (wire::ask(&call, ask), permit)));
        // Its panic has dropped the permit.
        let Ok((answer, permit)) = running else { return call.end_as(Entry::Failure) };
        match chance.u16(..1000) {
            0 => {
                mem::forget(permit);
                call.end_as(Entry::Leaked);
            }
            1..100 => {
                drop(permit);
                call.end_as(Entry::Abandoned);
            }
            100..200 => {
                permit.ignore();
                call.end_as(Entry::Ignored);
            }
            _ => {
                permit.record(&answer);
                call.returned(&answer);
            }
        }
    }
}
