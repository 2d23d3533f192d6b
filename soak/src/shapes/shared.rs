//! Circuits that several functions share: a block's, and a static one.

use std::time::Duration;

use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker, register};

use crate::call::{Answer, Ask, Call, Fault};
use crate::subject::Subject;
use crate::wire;

const POLICY: Policy = Policy::new()
    .threshold(4)
    .window(Duration::from_millis(500))
    .open_for(Duration::from_millis(70))
    .half_open_calls(2);

pub(crate) static BLOCK: Subject = Subject::new("block", 2, 70).ignores_busy();

pub(crate) struct Gateway;

#[circuit_breaker(name = "block", policy = POLICY, ignore(Err(Fault::Busy)))]
impl Gateway {
    #[expect(clippy::unused_self, reason = "a method, for its receiver's sake")]
    pub(crate) fn charge(&self, call: &Call, ask: Ask) -> Answer {
        wire::ask(call, ask)
    }

    #[circuit_breaker(timeout = "50ms", fallback = |open| Err(Fault::Open(open)))]
    pub(crate) async fn refund(&self, call: &Call, ask: Ask) -> Answer {
        wire::ask_async(call, ask).await
    }
}

pub(crate) static BOTH: Subject = Subject::new("shared", 2, 70);

static DB: CircuitBreaker = CircuitBreaker::new("shared", POLICY);
register!(DB);

#[circuit_breaker(breaker = DB)]
pub(crate) fn read(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}

#[circuit_breaker(breaker = DB, timeout = "50ms")]
pub(crate) async fn write(call: &Call, ask: Ask) -> Answer {
    wire::ask_async(call, ask).await
}
