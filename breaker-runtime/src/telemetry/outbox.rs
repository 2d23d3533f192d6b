//! Transitions between the circuit's lock and those who are told.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Audience, emitters};
use crate::base::process;
use crate::base::sync::Mutex;
use crate::events::Event;

/// Transitions that wait for one that is being emitted; beyond them, the oldest are dropped. Only
/// where that hangs.
const MOST_WAITING: usize = 1024;

/// Transitions that a call emits at the most, its own ones included.
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
    /// Nobody emits. Where nothing waits, nor does the memory for many.
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
    /// Under the circuit's lock, which keeps notices in order. What happens while subscribers are
    /// told something on this thread is not for them.
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

    /// Emits what waits, up to a few, and leaves the rest to an emitter; nothing if somebody is at
    /// it.
    #[cold]
    pub(super) fn deliver(&self) {
        if self.emit_some() {
            emitters::take_over(self);
        }
    }

    /// Emits some of what waits, unless somebody is at it; whether there is more. Then it is
    /// anybody's: an emitter's, or that of the next call with something to tell.
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

    /// A thread that subscribers are told something on can't tell them what others have put here:
    /// those do it themselves.
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
