//! What a circuit remembers of its past, and who listens to it alone.

use core::time::Duration;
use std::sync::Arc;

use super::history::History;
use super::listeners::{self, Queue};
use super::transition::Transition;
use super::{Event, EventKind};
use crate::base::clock;
use crate::base::scope::ScopeId;
use crate::events::state::State;
use crate::events::time_in_states::TimeInStates;
use crate::policy::differences;

/// A circuit's latest transitions, and those who watch this circuit alone.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    history: History,
    /// The rejected calls and the transitions that listeners have heard of.
    rejected: u64,
    generation: u64,
    /// The time spent in each state before the present one was entered.
    time_in_states: TimeInStates,
    listeners: Listeners,
}

/// The listeners of one circuit. The drop ends their queues.
#[derive(Debug, Default)]
struct Listeners(Vec<Arc<Queue>>);

impl Drop for Listeners {
    fn drop(&mut self) {
        self.0.iter().for_each(|listener| listener.end());
    }
}

/// What an event says of its circuit.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) name: &'static str,
    pub(crate) key: Option<Arc<str>>,
    pub(crate) dry_run: bool,
    pub(crate) scope: ScopeId,
    /// Calls rejected so far.
    pub(crate) rejected: u64,
}

impl Journal {
    /// An empty journal of a circuit that has rejected so many calls, and made so many transitions,
    /// before.
    pub(crate) fn since(rejected: u64, generation: u64) -> Self {
        Self { rejected, generation, ..Self::default() }
    }

    /// The latest transitions and changes of settings, oldest first.
    pub(crate) fn history(&self) -> Vec<Event> {
        self.history.events()
    }

    /// The time spent in each state before the present one was entered.
    pub(crate) const fn time_in_states(&self) -> TimeInStates {
        self.time_in_states
    }

    pub(crate) fn listen(&mut self, queue: Arc<Queue>) {
        self.listeners.0.retain(|other| other.is_open());
        self.listeners.0.push(queue);
    }

    /// Notes a transition, and puts its event into the queues of the listeners. It runs none of
    /// them, because the circuit's lock is held, which keeps events in order. Returns the event,
    /// and how many calls were rejected before it.
    pub(crate) fn note(&mut self, origin: &Origin, transition: Transition) -> (Event, u64) {
        let Transition { from, to, lasted, outage_for, kind, .. } = transition;
        self.time_in_states.add(from, lasted);
        let at = clock::wall();
        let event = |to, generation, kind| {
            let (name, key, dry_run) = (origin.name, origin.key.clone(), origin.dry_run);
            let (forced, changes) = (None, Vec::new());
            Event {
                name,
                key,
                at,
                from,
                to,
                generation,
                dry_run,
                outage_for,
                kind,
                forced,
                changes,
                note: None,
                by: None,
            }
        };
        let calls = origin.rejected.wrapping_sub(self.rejected);
        self.rejected = origin.rejected;
        if calls > 0 {
            self.push(origin.scope, &event(from, self.generation, EventKind::Rejected { calls }));
        }
        self.generation = transition.generation;
        let mut event = event(to, transition.generation, kind);
        event.forced = transition.forced;
        (event.note, event.by) = (transition.note, transition.by);
        event.changes =
            transition.policies.map(|both| differences(&both.0, &both.1)).unwrap_or_default();
        self.push(origin.scope, &event);
        self.history.add(&event);
        (event, calls)
    }

    /// Gives the remembered events their key, whose text was unknown then.
    pub(crate) fn learn_key(&mut self, key: &Arc<str>) {
        self.history.learn_key(key);
    }

    /// Forgets the texts of errors.
    pub(crate) fn forget_errors(&mut self) {
        self.history.forget_errors();
    }

    /// Tells the listeners of this circuit alone that it is another key's from now on, and ends
    /// their queues. Tells everybody of the calls that were rejected since the last transition.
    pub(crate) fn end(&mut self, origin: &Origin, state: State, outage_for: Option<Duration>) {
        let event = |kind| Event {
            name: origin.name,
            key: origin.key.clone(),
            at: clock::wall(),
            from: state,
            to: state,
            generation: self.generation,
            dry_run: origin.dry_run,
            outage_for,
            kind,
            forced: None,
            changes: Vec::new(),
            note: None,
            by: None,
        };
        let calls = origin.rejected.wrapping_sub(self.rejected);
        if calls > 0 {
            self.push(origin.scope, &event(EventKind::Rejected { calls }));
        }
        if self.listeners.0.is_empty() {
            return;
        }
        // They heard of it already, with the listeners of all circuits.
        let is_told = self.history.last().is_some_and(|last| last.kind == EventKind::Evicted);
        let evicted = (!is_told).then(|| event(EventKind::Evicted));
        let listeners = core::mem::take(&mut self.listeners);
        if let Some(evicted) = &evicted {
            listeners.0.iter().for_each(|listener| listener.push(evicted));
        }
    }

    fn push(&self, scope: ScopeId, event: &Event) {
        for listener in &self.listeners.0 {
            listener.push(event);
        }
        listeners::tell_all(scope, event);
    }
}
