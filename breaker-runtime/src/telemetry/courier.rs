//! A thread that tells what the threads of calls leave to it: one for all circuits, which ends when
//! nothing is left.

use std::collections::VecDeque;
use std::thread;

use parking_lot::Mutex;

use super::Outbox;
use crate::process;

static COURIER: Mutex<Courier> = Mutex::new(Courier { round: VecDeque::new(), runs_in: None });

struct Courier {
    round: VecDeque<Stop>,
    /// The process that its thread is in.
    runs_in: Option<u32>,
}

/// An outbox, and who is told.
struct Stop {
    outbox: Outbox,
    /// A subscriber may be that of some threads alone.
    dispatch: tracing::Dispatch,
}

/// Has the rest told; false where the system has no thread for it.
pub(super) fn take_over(outbox: &Outbox) -> bool {
    let mut courier = COURIER.lock();
    courier.round.push_back(Stop::at(outbox));
    if courier.runs_in == Some(process::current()) {
        return true;
    }
    let name = String::from("circuit-breaker-telemetry");
    let is_running = thread::Builder::new().name(name).spawn(go_round).is_ok();
    if is_running {
        courier.runs_in = Some(process::current());
    } else {
        courier.round.pop_back();
    }
    is_running
}

fn go_round() {
    while let Some(stop) = next() {
        if stop.tell_some() {
            COURIER.lock().round.push_back(stop);
        }
    }
}

fn next() -> Option<Stop> {
    let mut courier = COURIER.lock();
    let next = courier.round.pop_front();
    if next.is_none() {
        courier.runs_in = None;
    }
    next
}

impl Stop {
    fn at(outbox: &Outbox) -> Self {
        Self {
            outbox: outbox.clone(),
            dispatch: tracing::dispatcher::get_default(tracing::Dispatch::clone),
        }
    }

    fn tell_some(&self) -> bool {
        let _to = tracing::dispatcher::set_default(&self.dispatch);
        self.outbox.tell_some()
    }
}
