//! The events that a circuit remembers.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Event, EventKind};

/// How many transitions are remembered, and how many changes of settings and the like.
const TRANSITIONS: usize = 16;
const OTHERS: usize = 4;

/// The latest events, oldest first. The transition that began an outage stays until the outage is
/// over: the reopenings of a long outage don't push out its cause, nor do settings push out
/// transitions.
#[derive(Debug, Default)]
pub(crate) struct History {
    events: VecDeque<Event>,
    /// The number of the transition that began the present outage.
    outage: Option<u64>,
}

impl History {
    pub(crate) fn events(&self) -> Vec<Event> {
        self.events.iter().cloned().collect()
    }

    /// Gives the remembered events their key, whose text was unknown then.
    pub(crate) fn learn_key(&mut self, key: &Arc<str>) {
        self.events.iter_mut().for_each(|event| event.key = Some(Arc::clone(key)));
    }

    /// Forgets the texts of errors.
    pub(crate) fn forget_errors(&mut self) {
        for event in &mut self.events {
            if let EventKind::Opened { reason, .. } = &mut event.kind {
                reason.forget_error();
            }
        }
    }

    pub(crate) fn last(&self) -> Option<&Event> {
        self.events.back()
    }

    /// Remembers an event, unless it is news of calls.
    pub(crate) fn add(&mut self, event: &Event) {
        let is_transition = event.is_transition();
        if !event.is_remembered() {
            return;
        }
        if is_transition {
            let before = self.outage.filter(|_| event.from.is_outage());
            let begun = before.unwrap_or(event.generation);
            self.outage = event.to.is_outage().then_some(begun);
        }
        let most = if is_transition { TRANSITIONS } else { OTHERS };
        let alike = self.events.iter().filter(|other| other.is_transition() == is_transition);
        if alike.count() == most {
            self.forget_one(is_transition);
        }
        self.events.push_back(event.clone());
    }

    fn forget_one(&mut self, is_transition: bool) {
        let cause = self.outage;
        let oldest = self.events.iter().position(|event| {
            let is_cause = is_transition && Some(event.generation) == cause;
            event.is_transition() == is_transition && !is_cause
        });
        if let Some(oldest) = oldest {
            self.events.remove(oldest);
        }
    }
}
