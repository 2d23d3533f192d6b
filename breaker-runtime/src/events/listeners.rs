//! The queues in which events wait for their listeners.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::{Condvar, Mutex, RwLock};

use super::Event;
use crate::base::scope::ScopeId;

/// The most events that wait for one slow listener; beyond them, the oldest are dropped.
const MOST_WAITING: usize = 1024;

/// The listeners of all circuits of a scope: of the program, or of an isolated test.
static TO_ALL: RwLock<Vec<(ScopeId, Arc<Queue>)>> = RwLock::new(Vec::new());

/// Events on their way to one listener.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
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
        self.changed.notify_all();
    }

    /// Waits for the next event; `None` once nobody listens any more, or after the last event.
    pub(crate) fn next(&self) -> Option<Event> {
        let mut state = self.state.lock();
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
            self.changed.wait(&mut state);
        }
    }

    /// The listener has dealt with one event.
    pub(crate) fn finish_one(&self) {
        let mut state = self.state.lock();
        state.done = state.at;
        drop(state);
        self.changed.notify_all();
    }

    /// Waits until all that has arrived by now is dealt with.
    pub(crate) fn flush(&self) {
        let mut state = self.state.lock();
        let arrived = state.arrived;
        while state.done < arrived && !state.closed {
            self.changed.wait(&mut state);
        }
    }

    pub(crate) fn close(&self) {
        let mut state = self.state.lock();
        state.closed = true;
        // The memory goes too: a circuit may keep the queue for as long as nobody else listens.
        state.waiting = VecDeque::new();
        self.changed.notify_all();
    }

    /// Says that no more events will come.
    pub(crate) fn end(&self) {
        self.state.lock().ended = true;
        self.changed.notify_all();
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
