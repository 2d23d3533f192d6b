//! Listening to events.

use core::mem;
use std::sync::Arc;
use std::thread::{self, ThreadId};

use super::Event;
use super::listeners::{self, Queue};
use crate::base::foreign::Foreign;
use crate::base::process;

/// A subscription to events: the listener hears them until the subscription is dropped.
///
/// [`Registry::subscribe`](crate::Registry::subscribe) and
/// [`CircuitBreaker::subscribe`](crate::CircuitBreaker::subscribe) make one.
///
/// ```
/// use breaker_runtime::registry;
///
/// let subscription = registry().subscribe(|event| eprintln!("{event}"));
/// subscription.detach(); // listens for as long as the program runs
/// ```
///
/// A drop loses the events that still wait: call [`flush`](Self::flush) first where every event
/// matters, in a test or at the end of `main`.
///
/// The listener runs on a thread of its own, never on that of a call, and gets the events of one
/// circuit in their order. It may take its time, panic, or call back into the circuit: no call and
/// no other listener waits for it. Up to 1024 events wait for a slow one; beyond them the oldest
/// are [missed](Self::missed). One that never returns keeps its thread for ever, dropped or not.
///
/// A forked process has none of its parent's threads, so its listeners have ended.
#[derive(Debug)]
#[must_use = "dropped, it ends the subscription: keep it, or `detach` it"]
pub struct Subscription {
    queue: Arc<Queue>,
    thread: Option<ThreadId>,
    /// The thread's process: a fork has no such thread.
    process: u32,
}

impl Subscription {
    /// Runs `listener` on a thread, for what arrives in a queue that is made known first.
    pub(crate) fn start(
        listener: impl FnMut(&Event) + Send + 'static,
        make_known: impl FnOnce(Arc<Queue>),
    ) -> Self {
        let queue = Arc::new(Queue::default());
        let (closing, mut listener) = (Closing(Arc::clone(&queue)), Foreign::new(listener));
        let work = move || {
            while let Some(event) = closing.0.next() {
                listener.unharmed(|listener| listener(&event));
                closing.0.finish_one();
            }
        };
        let name = String::from("circuit-breaker-events");
        let thread = thread::Builder::new().name(name).spawn(work);
        if thread.is_ok() {
            make_known(Arc::clone(&queue));
        }
        let thread = thread.ok().map(|thread| thread.thread().id());
        Self { queue, thread, process: process::current() }
    }

    /// Whether the listener's thread runs: not where the system refused to start it, nor in a
    /// forked process, which has none of its parent's threads.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.thread.is_some() && self.process == process::current()
    }

    /// Whether no more events will come, because the circuit was dropped, or went to another key.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.queue.has_ended()
    }

    /// Waits until the listener has handled every event so far: for tests, and the end of a
    /// program.
    ///
    /// Returns at once when called by the listener itself, or when the listener does not
    /// [run](Self::is_running).
    pub fn flush(&self) {
        if self.is_running() && self.thread != Some(thread::current().id()) {
            self.queue.flush();
        }
    }

    /// How many events the listener was too slow for, so that they were dropped.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.queue.missed()
    }

    /// Keeps the listener for as long as the program runs.
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

/// Ends the queue with its thread, however the thread ends: nobody waits for it then.
struct Closing(Arc<Queue>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}
