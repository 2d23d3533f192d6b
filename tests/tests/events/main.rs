//! What is told of circuits: to listeners, in order, and in the history.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

mod abandoned;
mod history;
mod last_failure;
mod line;
mod listeners;
mod numbers;
mod ordered;

use std::sync::{Arc, Mutex};

use breaker_runtime::{CircuitBreaker, Event, EventKind, Subscription};

/// Listens to one circuit and keeps what it hears.
struct Heard {
    events: Arc<Mutex<Vec<Event>>>,
    subscription: Subscription,
}

impl Heard {
    fn of(circuit: &CircuitBreaker) -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let subscription = circuit
            .subscribe(move |event: &Event| heard.lock().expect("no panic").push(event.clone()));
        Self { events, subscription }
    }

    fn events(&self) -> Vec<Event> {
        self.subscription.flush();
        self.events.lock().expect("no panic").clone()
    }

    fn kinds(&self) -> Vec<EventKind> {
        self.events().into_iter().map(|event| event.kind).collect()
    }
}
