//! Listening to events.

use core::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, ThreadId};

use super::Event;
use super::listeners::{self, Queue};

/// Somebody listens to events, until this is dropped.
///
/// The listener runs on a thread of its own, never on that of a call, and gets the events of one circuit in their order. It may take its
/// time, panic, or call back into the circuit: no call and no other listener waits for it. Up to 1024 events wait for a slow one; beyond
/// them the oldest are [missed](Self::missed).
///
/// Made by [`Registry::subscribe`](crate::Registry::subscribe) and [`CircuitBreaker::subscribe`](crate::CircuitBreaker::subscribe).
#[derive(Debug)]
#[must_use = "dropped, it ends the subscription: keep it, or `detach` it"]
pub struct Subscription {
    queue: Arc<Queue>,
    thread: Option<ThreadId>,
}

impl Subscription {
    /// Runs `listener` on a thread, for what arrives in a queue that is made known first.
    pub(crate) fn start(
        mut listener: impl FnMut(&Event) + Send + 'static,
        make_known: impl FnOnce(Arc<Queue>),
    ) -> Self {
        let queue = Arc::new(Queue::default());
        let desk = Arc::clone(&queue);
        let work = move || {
            while let Some(event) = desk.next() {
                // The panic hook has reported it; the listener goes on with the next event.
                let _ = catch_unwind(AssertUnwindSafe(|| listener(&event)));
                desk.finish_one();
            }
        };
        let name = String::from("circuit-breaker-events");
        let thread = thread::Builder::new().name(name).spawn(work);
        match &thread {
            Ok(_) => make_known(Arc::clone(&queue)),
            Err(_) => queue.close(),
        }
        let thread = thread.ok().map(|thread| thread.thread().id());
        Self { queue, thread }
    }

    /// Whether the listener runs: it does not where the system has no thread for it.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.thread.is_some()
    }

    /// Waits until the listener has dealt with every event so far. For tests, and before a program ends.
    ///
    /// In the listener itself it returns at once.
    pub fn flush(&self) {
        if self.thread != Some(thread::current().id()) {
            self.queue.flush();
        }
    }

    /// Events that the listener was too slow for.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.queue.missed()
    }

    /// Listens for as long as the program runs.
    pub fn detach(self) {
        mem::forget(self);
    }
}

impl Drop for Subscription {
    /// The listener is not called again; a call of it that is under way ends by itself.
    fn drop(&mut self) {
        self.queue.close();
        listeners::forget(&self.queue);
    }
}
