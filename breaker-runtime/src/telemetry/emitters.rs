//! Threads that emit what the threads of calls leave to them: a few for all circuits, which end
//! when nothing is left.
//!
//! A subscriber that hangs on one of them hangs for its circuit alone. The others go on; and once
//! every one of them hangs, each call emits a few of what waits at its own circuit. Then the last
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

static EMITTERS: Mutex<Emitters> =
    Mutex::new(Emitters { queue: VecDeque::new(), threads: 0, process: 0 });

struct Emitters {
    /// Each outbox once: as many as there are circuits.
    queue: VecDeque<Rest>,
    threads: usize,
    /// The one that the threads are in: a fork has none of them.
    process: u32,
}

/// What is left in an outbox, and who is told.
struct Rest {
    outbox: Outbox,
    /// A subscriber may be that of some threads alone.
    dispatch: tracing::Dispatch,
}

/// What has left the queue. A subscriber may be dropped with it, which may do anything: there is
/// one way to be rid of it, under no lock.
#[must_use = "a subscriber may go with it: `drop_unlocked` it once no lock is held"]
struct LeftOut([Option<Rest>; 2]);

impl LeftOut {
    fn drop_unlocked(self) {
        self.0.into_iter().flatten().for_each(|rest| unharmed(|| drop(rest)));
    }
}

/// Has the rest told. Where the system has no thread for it, whoever comes next goes on.
pub(super) fn take_over(outbox: &Outbox) {
    let rest = Rest::of(outbox);
    let left_out = EMITTERS.lock().take_over(rest);
    left_out.drop_unlocked();
}

impl Emitters {
    fn take_over(&mut self, rest: Rest) -> LeftOut {
        let LeftOut([before, _]) = self.add(rest);
        self.begin_in(process::current());
        if self.threads < MOST_THREADS && is_under_way() {
            self.threads += 1;
        }
        let nobody_comes = self.threads == 0;
        LeftOut([before, if nobody_comes { self.queue.pop_back() } else { None }])
    }

    /// Adds the rest of an outbox; what was there of the same one leaves.
    fn add(&mut self, rest: Rest) -> LeftOut {
        let at = self.queue.iter().position(|other| other.outbox.is(&rest.outbox));
        let before = at.and_then(|at| self.queue.remove(at));
        self.queue.push_back(rest);
        LeftOut([before, None])
    }

    fn begin_in(&mut self, process: u32) {
        if self.process != process {
            (self.process, self.threads) = (process, 0);
        }
    }

    /// The next one; after the last one, the thread has ended.
    fn next(&mut self) -> Option<Rest> {
        let next = self.queue.pop_front();
        if next.is_none() {
            self.threads -= 1;
        }
        next
    }
}

/// Whether the system has another thread.
fn is_under_way() -> bool {
    let name = String::from("circuit-breaker-telemetry");
    thread::Builder::new().name(name).spawn(run).is_ok()
}

fn run() {
    let at_work = AtWork;
    while let Some(rest) = next() {
        // With its end: the last of a subscriber may go with it.
        unharmed(|| rest.emit_some());
    }
    mem::forget(at_work);
}

fn next() -> Option<Rest> {
    EMITTERS.lock().next()
}

/// A thread that may unwind: another one takes its place then.
struct AtWork;

impl Drop for AtWork {
    fn drop(&mut self) {
        EMITTERS.lock().threads -= 1;
    }
}

impl Rest {
    fn of(outbox: &Outbox) -> Self {
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
            let left_out = EMITTERS.lock().add(self);
            left_out.drop_unlocked();
        }
    }
}
