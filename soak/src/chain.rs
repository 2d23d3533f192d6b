//! Whether a circuit's events follow from one another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use breaker_runtime::{Event, EventKind, State, Subscription, registry};

/// A circuit's latest transition, and how many rejections were told.
#[derive(Debug)]
struct Link {
    to: State,
    generation: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Chains {
    latest: HashMap<(&'static str, Option<Arc<str>>), Link>,
    /// The states after transitions of circuits whose keys had no names yet.
    unnamed: HashMap<(&'static str, u64), State>,
    rejected: HashMap<&'static str, u64>,
    /// Events heard.
    pub(crate) heard: u64,
    pub(crate) broken: Vec<String>,
}

/// Listens to all circuits.
#[derive(Debug)]
pub(crate) struct Listener {
    chains: Arc<Mutex<Chains>>,
    subscription: Subscription,
}

impl Listener {
    pub(crate) fn start() -> Self {
        let chains: Arc<Mutex<Chains>> = Arc::default();
        let notes = Arc::clone(&chains);
        let subscription = registry().subscribe(move |event| {
            notes.lock().unwrap_or_else(PoisonError::into_inner).note(event);
        });
        Self { chains, subscription }
    }

    /// What was heard of all that has happened by now.
    pub(crate) fn heard<T>(&self, look: impl FnOnce(&Chains) -> T) -> T {
        self.subscription.flush();
        look(&self.chains.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whose circuits had no names so far is of no matter once each has told of another transition.
    pub(crate) fn forget_unnamed(&self) {
        self.subscription.flush();
        self.chains.lock().unwrap_or_else(PoisonError::into_inner).unnamed = HashMap::new();
    }

    /// Events that came too fast.
    pub(crate) fn missed(&self) -> u64 {
        self.subscription.missed()
    }
}

impl Chains {
    /// Rejections that events told of the circuits of this name.
    pub(crate) fn rejected(&self, name: &str) -> u64 {
        self.rejected.get(name).copied().unwrap_or_default()
    }

    fn note(&mut self, event: &Event) {
        self.heard += 1;
        if let EventKind::Rejected { calls } = event.kind {
            *self.rejected.entry(event.name).or_default() += calls;
        }
        if event.kind == EventKind::Evicted {
            self.latest.remove(&(event.name, event.key.clone()));
            return;
        }
        if event.key.as_deref() == Some("(unnamed)") {
            // Whose it is is known when its key calls next.
            self.unnamed.insert((event.name, event.generation), event.to);
            return;
        }
        let id = (event.name, event.key.clone());
        let before = event.generation - u64::from(event.is_transition());
        if self.unnamed.get(&(event.name, before)) == Some(&event.from) {
            self.latest.remove(&id);
        }
        if let Some(error) = self.latest.get(&id).and_then(|latest| break_after(latest, event)) {
            self.broken.push(format!("{event}: {error}"));
        }
        self.latest.insert(id, Link { to: event.to, generation: event.generation });
    }
}

/// What is wrong with an event after this one.
fn break_after(latest: &Link, event: &Event) -> Option<String> {
    // A key that had lost its circuit goes on with another one, which is closed, or switched off.
    let is_closed = |state| matches!(state, State::Closed | State::ForcedClosed);
    let is_new = event.key.is_some() && is_closed(latest.to) && is_closed(event.from);
    if event.from != latest.to && !is_new {
        return Some(format!("from {:?} after {:?}", event.from, latest.to));
    }
    let next = latest.generation + u64::from(event.is_transition());
    // What was done by hand to a circuit that was switched off is not told, but has its number.
    let was_off = event.kind == EventKind::Reconfigured && event.from == State::ForcedClosed;
    let is_next = event.generation == next || (was_off && event.generation > next);
    if !is_next && !is_new {
        return Some(format!("generation {} after {}", event.generation, latest.generation));
    }
    if !event.is_transition() && event.from != event.to {
        return Some(format!("from {:?} to {:?} without a transition", event.from, event.to));
    }
    None
}
