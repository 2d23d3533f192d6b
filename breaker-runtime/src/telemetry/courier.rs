//! Threads that tell what the threads of calls leave to them: a few for all circuits, which end
//! when nothing is left.
//!
//! A subscriber that hangs on one of them hangs for its circuit alone. The others go on; and once
//! every one of them hangs, each call tells a few of what waits at its own circuit. Then the last
//! of that waits for the next call that has something to tell.

use core::mem;
use std::collections::VecDeque;
use std::thread;

use parking_lot::Mutex;

use super::Outbox;
use crate::base::foreign::unharmed;
use crate::base::process;

/// How many circuits' subscribers have to hang before the others notice.
const MOST_THREADS: usize = 4;

static COURIERS: Mutex<Couriers> =
    Mutex::new(Couriers { round: VecDeque::new(), threads: 0, process: 0 });

struct Couriers {
    /// Each outbox once: as many as there are circuits.
    round: VecDeque<Stop>,
    threads: usize,
    /// The one that the threads are in: a fork has none of them.
    process: u32,
}

/// An outbox, and who is told.
struct Stop {
    outbox: Outbox,
    /// A subscriber may be that of some threads alone.
    dispatch: tracing::Dispatch,
}

/// What has left the round. A subscriber may be dropped with it, which may do anything: there is
/// one way to be rid of it, under no lock.
#[must_use = "a subscriber may go with it: `drop_unlocked` it once no lock is held"]
struct LeftOut([Option<Stop>; 2]);

impl LeftOut {
    fn drop_unlocked(self) {
        self.0.into_iter().flatten().for_each(|stop| unharmed(|| drop(stop)));
    }
}

/// Has the rest told. Where the system has no thread for it, whoever comes next goes on.
pub(super) fn take_over(outbox: &Outbox) {
    let stop = Stop::at(outbox);
    let left_out = COURIERS.lock().take_over(stop);
    left_out.drop_unlocked();
}

impl Couriers {
    fn take_over(&mut self, stop: Stop) -> LeftOut {
        let LeftOut([before, _]) = self.add(stop);
        self.begin_in(process::current());
        if self.threads < MOST_THREADS && is_under_way() {
            self.threads += 1;
        }
        let nobody_comes = self.threads == 0;
        LeftOut([before, if nobody_comes { self.round.pop_back() } else { None }])
    }

    /// Adds a stop; the one that was there for the same outbox leaves.
    fn add(&mut self, stop: Stop) -> LeftOut {
        let at = self.round.iter().position(|other| other.outbox.is(&stop.outbox));
        let before = at.and_then(|at| self.round.remove(at));
        self.round.push_back(stop);
        LeftOut([before, None])
    }

    fn begin_in(&mut self, process: u32) {
        if self.process != process {
            (self.process, self.threads) = (process, 0);
        }
    }

    /// The next stop; after the last one, the thread has ended.
    fn next(&mut self) -> Option<Stop> {
        let next = self.round.pop_front();
        if next.is_none() {
            self.threads -= 1;
        }
        next
    }
}

/// Whether the system has another thread.
fn is_under_way() -> bool {
    let name = String::from("circuit-breaker-telemetry");
    thread::Builder::new().name(name).spawn(go_round).is_ok()
}

fn go_round() {
    let at_work = AtWork;
    while let Some(stop) = next() {
        // With its end: the last of a subscriber may go with it.
        unharmed(|| stop.emit_some());
    }
    mem::forget(at_work);
}

fn next() -> Option<Stop> {
    COURIERS.lock().next()
}

/// A thread that may unwind: another one takes its place then.
struct AtWork;

impl Drop for AtWork {
    fn drop(&mut self) {
        COURIERS.lock().threads -= 1;
    }
}

impl Stop {
    fn at(outbox: &Outbox) -> Self {
        Self {
            outbox: outbox.clone(),
            dispatch: tracing::dispatcher::get_default(tracing::Dispatch::clone),
        }
    }

    fn emit_some(self) {
        let has_more = {
            let _to = tracing::dispatcher::set_default(&self.dispatch);
            self.outbox.emit_some()
        };
        if has_more {
            let left_out = COURIERS.lock().add(self);
            left_out.drop_unlocked();
        }
    }
}
