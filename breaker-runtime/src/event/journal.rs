//! What a circuit remembers of its past, and whom it tells.

use std::collections::VecDeque;
use std::sync::Arc;

use super::listeners::{self, Queue};
use super::{Event, EventKind};
use crate::State;
use crate::clock;
use crate::machine::Transition;
use crate::time_in_states::TimeInStates;

/// Transitions that a circuit remembers.
const REMEMBERED: usize = 16;

/// A circuit's latest transitions, and those who watch this circuit alone.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    history: VecDeque<Event>,
    /// Rejected calls, and transitions, that were told of.
    rejected: u64,
    generation: u64,
    /// The time spent in each state before the present one was entered.
    time_in_states: TimeInStates,
    listeners: Vec<Arc<Queue>>,
}

/// What an event says of its circuit.
#[derive(Debug)]
pub(crate) struct Teller {
    pub(crate) name: &'static str,
    pub(crate) key: Option<Arc<str>>,
    pub(crate) dry_run: bool,
    /// Calls rejected so far.
    pub(crate) rejected: u64,
}

impl Journal {
    /// An empty one, of a circuit that has rejected so many calls and seen so many transitions before.
    pub(crate) fn since(rejected: u64, generation: u64) -> Self {
        Self { rejected, generation, ..Self::default() }
    }

    /// The latest transitions, oldest first.
    pub(crate) fn history(&self) -> Vec<Event> {
        self.history.iter().cloned().collect()
    }

    /// The time spent in each state before the present one was entered.
    pub(crate) const fn time_in_states(&self) -> TimeInStates {
        self.time_in_states
    }

    pub(crate) fn listen(&mut self, queue: Arc<Queue>) {
        self.listeners.retain(|other| other.is_open());
        self.listeners.push(queue);
    }

    /// Takes note of what happened, and puts it on the desks of those who listen. They are not run here: this is under the circuit's lock,
    /// which is what keeps events in order. Says what is new: the event, and how many calls were rejected before it.
    pub(crate) fn note(&mut self, teller: &Teller, transition: Transition) -> (&Event, u64) {
        let Transition { from, to, generation, lasted, kind } = transition;
        self.time_in_states.add(from, lasted);
        let at = clock::wall();
        let event = |from, to, generation, kind| {
            let (name, key, dry_run) = (teller.name, teller.key.clone(), teller.dry_run);
            Event { name, key, at, from, to, generation, dry_run, kind }
        };
        let calls = teller.rejected.wrapping_sub(self.rejected);
        self.rejected = teller.rejected;
        if calls > 0 {
            self.tell(&event(from, from, self.generation, EventKind::Rejected { calls }));
        }
        self.generation = generation;
        let event = event(from, to, generation, kind);
        self.tell(&event);
        (self.remember(event), calls)
    }

    /// What it remembers is of this key, whose text was not known then.
    pub(crate) fn learn_key(&mut self, key: &Arc<str>) {
        self.history.iter_mut().for_each(|event| event.key = Some(Arc::clone(key)));
    }

    /// Tells those who watch this circuit alone that it is another key's from now on, and that this
    /// was all. Others are told of the calls that were rejected since the last transition.
    pub(crate) fn end(&mut self, teller: &Teller, state: State) {
        let event = |kind| Event {
            name: teller.name,
            key: teller.key.clone(),
            at: clock::wall(),
            from: state,
            to: state,
            generation: self.generation,
            dry_run: teller.dry_run,
            kind,
        };
        let calls = teller.rejected.wrapping_sub(self.rejected);
        if calls > 0 {
            self.tell(&event(EventKind::Rejected { calls }));
        }
        if self.listeners.is_empty() {
            return;
        }
        // Told already, with those who listen to all circuits.
        let is_told = self.history.back().is_some_and(|last| last.kind == EventKind::Evicted);
        let evicted = (!is_told).then(|| event(EventKind::Evicted));
        for listener in core::mem::take(&mut self.listeners) {
            if let Some(evicted) = &evicted {
                listener.push(evicted);
            }
            listener.end();
        }
    }

    fn remember(&mut self, event: Event) -> &Event {
        if self.history.len() == REMEMBERED {
            self.history.pop_front();
        }
        self.history.push_back(event);
        &self.history[self.history.len() - 1]
    }

    fn tell(&self, event: &Event) {
        for listener in &self.listeners {
            listener.push(event);
        }
        listeners::tell_all(event);
    }
}
