//! Transitions between the circuit's lock and those who are told.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Audience, emitters};
use crate::base::process;
use crate::base::sync::Mutex;
use crate::events::Event;

/// The most transitions that wait while another one is emitted; beyond them, the oldest are
/// dropped. So many wait only where a subscriber hangs.
const MOST_WAITING: usize = 1024;

/// The most transitions that a call emits, its own ones included.
const AT_A_TIME: usize = 4;

/// A transition, and what is told along with it.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) event: Event,
    /// Calls that were rejected since the transition before.
    pub(crate) rejected: u64,
}

impl Notice {
    pub(crate) fn new(event: Event, rejected: u64) -> Self {
        Self { event, rejected }
    }

    fn emit(&self) {
        Audience::Tracing.tell(|| crate::telemetry::tracing::emit(self));
    }
}

/// What a circuit has to tell, in order.
#[derive(Clone, Debug)]
pub(crate) struct Outbox(Arc<Mutex<Notices>>);

#[derive(Debug)]
struct Notices {
    waiting: VecDeque<Notice>,
    /// The process in which somebody is emitting: a fork inherits no thread that would go on.
    emitting: Option<u32>,
}

impl Notices {
    /// Notes that nobody emits, and gives memory back where nothing waits.
    fn end(&mut self) {
        self.emitting = None;
        if self.waiting.is_empty() {
            self.waiting.shrink_to(AT_A_TIME);
        }
    }
}

impl Default for Outbox {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Notices { waiting: VecDeque::new(), emitting: None })))
    }
}

impl Outbox {
    /// Puts a notice, under the circuit's lock, which keeps notices in order. What happens on a
    /// thread while a subscriber handles an event there is not put.
    pub(crate) fn put(&self, notice: impl FnOnce() -> Notice) {
        if !Audience::Tracing.listens() {
            return;
        }
        let mut notices = self.0.lock();
        if notices.waiting.len() == MOST_WAITING {
            notices.waiting.pop_front();
        }
        notices.waiting.push_back(notice());
    }

    /// Emits a few of the waiting notices, and leaves the rest to an emitter; nothing if another
    /// thread emits.
    #[cold]
    pub(super) fn deliver(&self) {
        if self.emit_some() {
            emitters::take_over(self);
        }
    }

    /// Emits a few of the waiting notices, unless another thread emits; whether there are more.
    /// These are then for an emitter, or for the next call with something to tell.
    pub(super) fn emit_some(&self) -> bool {
        if !self.begin() {
            return false;
        }
        for _ in 0..AT_A_TIME {
            match self.next() {
                Some(notice) => notice.emit(),
                None => return false,
            }
        }
        self.end()
    }

    /// Whether this thread may emit now. Not while a subscriber handles an event on it: others emit
    /// what they put here.
    fn begin(&self) -> bool {
        let process = Some(process::current());
        let mut notices = self.0.lock();
        let is_free = notices.emitting != process && !notices.waiting.is_empty();
        let begins = is_free && Audience::Tracing.listens();
        if begins {
            notices.emitting = process;
        }
        begins
    }

    fn next(&self) -> Option<Notice> {
        let mut notices = self.0.lock();
        let notice = notices.waiting.pop_front();
        if notice.is_none() {
            notices.end();
        }
        notice
    }

    fn end(&self) -> bool {
        let mut notices = self.0.lock();
        notices.end();
        !notices.waiting.is_empty()
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
