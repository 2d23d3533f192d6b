//! The queues in which events wait for their listeners.

use core::mem;
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::{Condvar, Mutex, MutexGuard, RwLock};

use super::Event;
use crate::base::scope::ScopeId;

/// The most events that wait for one slow listener; beyond them, the oldest are dropped.
const MOST_WAITING: usize = 1024;

/// So long a listener that has dealt with an event looks for the next one by itself. A burst wakes
/// it once: woken by each of its events, it takes the processor from the thread that tells them.
const LINGERS: Duration = Duration::from_millis(1);

/// The listeners of all circuits of a scope: of the program, or of an isolated test.
static TO_ALL: RwLock<Vec<(ScopeId, Arc<Queue>)>> = RwLock::new(Vec::new());

/// Events on their way to one listener.
#[derive(Debug)]
pub(crate) struct Queue {
    state: Mutex<QueueState>,
    /// The listener waits for it.
    wake: Condvar,
    /// Those who flush wait for it.
    dealt_with: Condvar,
    lingers: Duration,
}

impl Default for Queue {
    fn default() -> Self {
        let (state, wake, dealt_with) = Default::default();
        Self { state, wake, dealt_with, lingers: LINGERS }
    }
}

#[derive(Debug, Default)]
struct QueueState {
    waiting: VecDeque<Event>,
    /// The number of events that ever arrived, and of those that the listener was too slow for.
    arrived: u64,
    missed: u64,
    /// How many of the arrived events are dealt with, from the first on: seen by the listener, or
    /// dropped.
    done: u64,
    /// How many events had arrived, up to the one that the listener handles.
    at: u64,
    /// The listener waits until it is woken.
    asleep: bool,
    /// How often it was.
    #[cfg(test)]
    wakes: u64,
    closed: bool,
    /// Nothing more will come.
    ended: bool,
}

pub(crate) fn listen_to_all(queue: Arc<Queue>) {
    TO_ALL.write().push((ScopeId::of_this_thread(), queue));
}

pub(crate) fn forget(queue: &Arc<Queue>) {
    TO_ALL.write().retain(|(_, other)| !Arc::ptr_eq(other, queue));
}

/// Puts the event into the queues of all who listen to its circuit's scope.
pub(crate) fn tell_all(scope: ScopeId, event: &Event) {
    let listeners = TO_ALL.read();
    let there = listeners.iter().filter(|(listened_to, _)| *listened_to == scope);
    there.for_each(|(_, queue)| queue.push(event));
}

impl Queue {
    pub(crate) fn push(&self, event: &Event) {
        let mut state = self.state.lock();
        if state.closed {
            return;
        }
        if state.waiting.len() == MOST_WAITING {
            state.waiting.pop_front();
            state.missed += 1;
        }
        state.waiting.push_back(event.clone());
        state.arrived += 1;
        self.wake_up(state);
    }

    /// Wakes the listener, if it is asleep.
    fn wake_up(&self, mut state: MutexGuard<'_, QueueState>) {
        let was_asleep = mem::take(&mut state.asleep);
        #[cfg(test)]
        {
            state.wakes += u64::from(was_asleep);
        }
        drop(state);
        if was_asleep {
            self.wake.notify_one();
        }
    }

    /// Waits for the next event; `None` once nobody listens any more, or after the last event.
    pub(crate) fn next(&self) -> Option<Event> {
        let mut state = self.state.lock();
        let mut lingers = state.at > 0;
        loop {
            if state.closed {
                return None;
            }
            if let Some(event) = state.waiting.pop_front() {
                // All events that do not wait any more are seen or dropped.
                state.at = state.arrived - state.waiting.len() as u64;
                return Some(event);
            }
            if state.ended {
                return None;
            }
            if mem::take(&mut lingers) {
                self.wake.wait_for(&mut state, self.lingers);
            } else {
                state.asleep = true;
                self.wake.wait(&mut state);
                state.asleep = false;
            }
        }
    }

    /// The listener has dealt with one event.
    pub(crate) fn finish_one(&self) {
        let mut state = self.state.lock();
        state.done = state.at;
        drop(state);
        self.dealt_with.notify_all();
    }

    /// Waits until all that has arrived by now is dealt with.
    pub(crate) fn flush(&self) {
        let mut state = self.state.lock();
        let arrived = state.arrived;
        while state.done < arrived && !state.closed {
            // It may linger.
            self.wake.notify_one();
            self.dealt_with.wait(&mut state);
        }
    }

    pub(crate) fn close(&self) {
        let mut state = self.state.lock();
        state.closed = true;
        // The memory goes too: a circuit may keep the queue for as long as nobody else listens.
        state.waiting = VecDeque::new();
        drop(state);
        self.wake.notify_one();
        self.dealt_with.notify_all();
    }

    /// Says that no more events will come.
    pub(crate) fn end(&self) {
        self.state.lock().ended = true;
        self.wake.notify_one();
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.state.lock().ended
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.state.lock().closed
    }

    pub(crate) fn missed(&self) -> u64 {
        self.state.lock().missed
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::SystemTime;

    use super::*;
    use crate::events::{EventKind, State};

    fn event() -> Event {
        Event {
            name: "pay",
            key: None,
            at: SystemTime::UNIX_EPOCH,
            from: State::Closed,
            to: State::Closed,
            generation: 1,
            dry_run: false,
            outage_for: None,
            kind: EventKind::Reset,
            forced: None,
            changes: Vec::new(),
            by: None,
            note: None,
        }
    }

    /// A listener that is not woken finds what comes in the end by itself; this one takes an hour.
    #[test]
    fn a_burst_wakes_the_listener_once_and_whoever_flushes_waits_for_no_more() {
        let lingers = Duration::from_secs(3600);
        let queue = Arc::new(Queue { lingers, ..Queue::default() });
        let listener = Arc::clone(&queue);
        let listening = thread::spawn(move || {
            let mut heard = 0;
            while listener.next().is_some() {
                heard += 1;
                listener.finish_one();
            }
            heard
        });
        while !queue.state.lock().asleep {
            thread::yield_now();
        }
        for _ in 0..10 {
            (0..10).for_each(|_| queue.push(&event()));
            queue.flush();
        }
        assert_eq!(queue.state.lock().wakes, 1);
        queue.end();
        assert_eq!(listening.join().unwrap(), 100);
    }
}
