//! Transitions between the circuit's lock and those who are told.

use std::collections::VecDeque;

use super::unharmed;
use crate::Event;

/// Transitions that wait for one that is being emitted; beyond them, the oldest are dropped. Only where that hangs.
const MOST_WAITING: usize = 1024;

/// A transition, and what is told along with it.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) event: Event,
    /// Calls that were rejected since the transition before.
    pub(crate) rejected: u64,
}

impl Notice {
    pub(crate) fn new(event: &Event, rejected: u64) -> Self {
        Self { event: event.clone(), rejected }
    }
}

/// What a circuit has to tell, in order. Under its lock.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: VecDeque<Notice>,
    is_emitting: bool,
}

impl Outbox {
    pub(crate) fn put(&mut self, notice: impl FnOnce() -> Notice) {
        if self.waiting.len() == MOST_WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(notice());
    }

    /// The next one, which the caller is to emit without the lock; `None` if there is none, or if somebody else is at it.
    pub(crate) fn take(&mut self) -> Option<Notice> {
        if self.is_emitting {
            return None;
        }
        let notice = self.waiting.pop_front();
        self.is_emitting = notice.is_some();
        notice
    }

    pub(crate) fn is_emitted(&mut self) {
        self.is_emitting = false;
    }
}

pub(crate) fn emit(notice: &Notice) {
    unharmed(|| crate::tracing::tell(notice));
}
