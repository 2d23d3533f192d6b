//! Methods of a client that call each other, through the circuit that they share.

use std::time::Duration;

use breaker_runtime::{Policy, circuit_breaker};

use crate::call::{Answer, Ask, Call};
use crate::subject::Subject;
use crate::wire;

const POLICY: Policy = Policy::new()
    .threshold(4)
    .window(Duration::from_millis(500))
    .open_for(Duration::from_millis(60))
    .half_open_calls(2)
    .ramp_up(Duration::from_millis(100));

pub(crate) static NESTED: Subject = Subject::new("nested", 2, 60).nests();

pub(crate) struct Client;

#[circuit_breaker(name = "nested", policy = POLICY)]
#[expect(clippy::unused_self, reason = "methods, for their receivers' sake")]
impl Client {
    fn ask(&self, call: &Call, ask: Ask) -> Answer {
        wire::ask(call, ask)
    }

    pub(crate) fn report(&self, call: &Call, ask: Ask) -> Answer {
        self.ask(call, ask)
    }

    async fn ask_later(&self, call: &Call, ask: Ask) -> Answer {
        wire::ask_async(call, ask).await
    }

    #[circuit_breaker(timeout = "50ms")]
    pub(crate) async fn report_later(&self, call: &Call, ask: Ask) -> Answer {
        self.ask_later(call, ask).await
    }
}
