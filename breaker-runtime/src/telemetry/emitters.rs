//! Threads that emit what the threads of calls leave to them: a few for all circuits, which end
//! when nothing is left.
//!
//! A subscriber that hangs on one of them delays its circuit alone; the others go on. Once all of
//! them hang, each call emits a few of the notices of its own circuit, and the rest waits for the
//! next call that has something to tell.

use core::mem;
use std::collections::VecDeque;
use std::thread;

use parking_lot::Mutex;

use super::Outbox;
use crate::base::foreign::unharmed;
use crate::base::process;

/// The most threads: so many circuits' subscribers can hang before others notice.
const MOST_THREADS: usize = 4;

static EMITTERS: Mutex<Emitters> =
    Mutex::new(Emitters { queue: VecDeque::new(), threads: 0, process: 0 });

struct Emitters {
    /// Holds each outbox once at the most.
    queue: VecDeque<Rest>,
    threads: usize,
    /// The process of the threads: a fork has none of them.
    process: u32,
}

/// What is left in an outbox, and the subscriber that is to hear it.
struct Rest {
    outbox: Outbox,
    /// The subscriber of the thread that left it: there may be one for some threads alone.
    dispatch: tracing::Dispatch,
}

/// What has left the queue. Dropping it may drop a subscriber, which may do anything:
/// `drop_unlocked` is the one way to do so, under no lock.
#[must_use = "a subscriber may go with it: `drop_unlocked` it once no lock is held"]
struct LeftOut([Option<Rest>; 2]);

impl LeftOut {
    fn drop_unlocked(self) {
        self.0.into_iter().flatten().for_each(|rest| unharmed(|| drop(rest)));
    }
}

/// Has a thread emit the rest. Where the system has no thread for it, the next call goes on.
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

    /// Adds the rest of an outbox, in the place of an earlier one of it.
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

    /// The next rest; after the last one, the thread counts as ended.
    fn next(&mut self) -> Option<Rest> {
        let next = self.queue.pop_front();
        if next.is_none() {
            self.threads -= 1;
        }
        next
    }
}

/// Starts a thread; whether the system had one.
fn is_under_way() -> bool {
    let name = String::from("circuit-breaker-telemetry");
    thread::Builder::new().name(name).spawn(run).is_ok()
}

fn run() {
    let at_work = AtWork;
    while let Some(rest) = next() {
        // The drop of the rest included: it may be the last of a subscriber.
        unharmed(|| rest.emit_some());
    }
    mem::forget(at_work);
}

fn next() -> Option<Rest> {
    EMITTERS.lock().next()
}

/// Takes its thread off the count if the thread unwinds, so that another one takes its place.
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
