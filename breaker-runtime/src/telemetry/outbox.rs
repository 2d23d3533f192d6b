//! Transitions between the circuit's lock and those who are told.

use std::collections::VecDeque;

use super::unharmed;
use crate::Event;
use crate::breaker::Tenant;

/// Transitions that wait for one that is being emitted; beyond them, the oldest are dropped. Only where that hangs.
const MOST_WAITING: usize = 1024;

/// A transition, and what is told along with it.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) event: Event,
    /// Calls that were rejected since the transition before.
    #[cfg(feature = "tracing")]
    pub(crate) rejected: u64,
    /// How many keys have a circuit, if this one is for a key.
    #[cfg(feature = "metrics")]
    pub(crate) max_keys: Option<u32>,
}

impl Notice {
    pub(crate) fn new(event: &Event, rejected: u64, tenant: Option<&Tenant>) -> Self {
        let _ = (rejected, tenant);
        Self {
            event: event.clone(),
            #[cfg(feature = "tracing")]
            rejected,
            #[cfg(feature = "metrics")]
            max_keys: tenant.map(|tenant| tenant.max_keys),
        }
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
    #[cfg(feature = "tracing")]
    unharmed(|| crate::tracing::tell(notice));
    #[cfg(feature = "metrics")]
    unharmed(|| crate::metrics::count_transition(notice));
}
