//! Calls that end in a chosen way, through each entrance.

use core::future::pending;
use core::mem;
use core::task::Poll;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::{
    CircuitBreaker, CircuitOpen, KeyedCircuitBreaker, Outcome, Permit, Reject, Verdict,
};
use tests::{panic_quietly, poll_once};

use crate::reference::End;
use crate::steps::{Entrance, Finish};

/// What a call returns: how it ends, or that it was rejected.
#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    Ends(End),
    Rejected(CircuitOpen),
}

impl Outcome for Answer {
    fn verdict(&self) -> Verdict {
        match self {
            Self::Ends(End::Success) => Verdict::Success,
            Self::Ends(End::Failure) => Verdict::Failure,
            Self::Ends(End::Told(time)) => Verdict::open_for(*time),
            _ => Verdict::Ignored,
        }
    }
}

impl Reject for Answer {
    fn reject(open: CircuitOpen) -> Self {
        Self::Rejected(open)
    }
}

/// Who admits calls or rejects them.
pub(crate) trait Circuit {
    fn try_acquire(&self) -> Result<Permit<'_>, CircuitOpen>;
    fn call(&self, body: impl FnOnce() -> Answer) -> Answer;
    fn call_async(&self, body: impl Future<Output = Answer>) -> impl Future<Output = Answer>;
}

impl Circuit for CircuitBreaker {
    fn try_acquire(&self) -> Result<Permit<'_>, CircuitOpen> {
        self.try_acquire()
    }

    fn call(&self, body: impl FnOnce() -> Answer) -> Answer {
        self.call(body)
    }

    fn call_async(&self, body: impl Future<Output = Answer>) -> impl Future<Output = Answer> {
        self.call_async(body)
    }
}

/// That of a key.
impl Circuit for (&KeyedCircuitBreaker, u8) {
    fn try_acquire(&self) -> Result<Permit<'_>, CircuitOpen> {
        self.0.try_acquire(&self.1)
    }

    fn call(&self, body: impl FnOnce() -> Answer) -> Answer {
        self.0.call(&self.1, body)
    }

    fn call_async(&self, body: impl Future<Output = Answer>) -> impl Future<Output = Answer> {
        self.0.call_async(&self.1, body)
    }
}

/// Makes a whole call, during which the time is spent; the rejection if it was not admitted.
pub(crate) fn call(
    circuit: &impl Circuit,
    entrance: Entrance,
    way: Finish,
    spend_time: impl FnOnce(),
) -> Option<CircuitOpen> {
    if let (Entrance::Permit, _)
    | (_, Finish::Leak)
    | (Entrance::Call, Finish::By(End::Abandoned)) = (entrance, way)
    {
        let permit = circuit.try_acquire().inspect(|_| spend_time());
        return permit.map(|permit| finish(permit, way)).err();
    }
    let body = || {
        spend_time();
        match way {
            Finish::By(end) => Answer::Ends(end),
            Finish::Panic | Finish::Leak => panic_at_once(),
        }
    };
    let answer = match (entrance, way) {
        (Entrance::CallAsync, Finish::By(End::Abandoned)) => {
            let hangs = async {
                body();
                pending().await
            };
            answered(circuit.call_async(hangs))
        }
        (Entrance::CallAsync, _) => {
            unwound(|| answered(circuit.call_async(async { body() }))).flatten()
        }
        _ => unwound(|| circuit.call(body)),
    };
    match answer {
        Some(Answer::Rejected(open)) => Some(open),
        Some(Answer::Ends(_)) | None => None,
    }
}

/// Ends a call under way.
pub(crate) fn finish(permit: Permit<'_>, way: Finish) {
    match way {
        Finish::By(End::Success) => permit.success(),
        Finish::By(End::Failure) => permit.failure(),
        Finish::By(End::Told(time)) => permit.open_for(time),
        Finish::By(End::Ignored) => permit.ignore(),
        Finish::By(End::Abandoned) => drop(permit),
        Finish::Panic => panic_quietly(permit),
        Finish::Leak => mem::forget(permit),
    }
}

/// What it returns, unless it panics.
fn unwound<T>(call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call)).ok()
}

fn panic_at_once() -> Answer {
    resume_unwind(Box::new("a call panicked"))
}

/// The future's value if it has one at once; it is dropped either way.
fn answered<T>(future: impl Future<Output = T>) -> Option<T> {
    match poll_once(future) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
