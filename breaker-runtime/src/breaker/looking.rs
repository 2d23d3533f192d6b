//! What a circuit says of itself.

use std::sync::Arc;

use super::CircuitBreaker;
use crate::base::identity::Location;
use crate::events::state::State;
use crate::events::{Event, Subscription};
use crate::policy::Policy;

/// # Looking at it, and listening
impl CircuitBreaker {
    /// The name: as given, or the path of the guarded function.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.circuit.name()
    }

    /// The key that this circuit is for, if its function has one for each.
    #[must_use]
    pub fn key(&self) -> Option<Arc<str>> {
        self.circuit().key()
    }

    /// Where it stands in the source: the guarded function, or the call that made it.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.circuit.location()
    }

    /// The settings: those that it was made with, unless [`configure`](crate::Registry::configure)
    /// has changed them.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.circuit().policy()
    }

    /// The state at this time: an open circuit whose time is over is half-open, a ramp-up whose
    /// time is over is closed, whether or not a call has found out (rule
    /// [S23](crate::_guide::rules#s23-what-is-shown-is-true-when-it-is-read)).
    #[must_use]
    pub fn state(&self) -> State {
        self.circuit().state()
    }

    /// The latest transitions, oldest first: up to 16 of them, and up to 4 changes of settings.
    ///
    /// The one that began the present [outage](crate::Snapshot::outage_for) is the first of them
    /// for as long as it lasts, so that its time and its reason are known.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, EventKind, Policy};
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
    /// DB.force_open();
    /// DB.reset();
    /// let history: Vec<_> = DB.history().into_iter().map(|event| event.kind).collect();
    /// assert_eq!(history, [EventKind::ForcedOpen, EventKind::Reset]);
    /// ```
    #[must_use]
    pub fn history(&self) -> Vec<Event> {
        self.circuit().history()
    }

    /// Calls `listener` with each event of this circuit, on a thread of its own, until the
    /// [`Subscription`] is dropped.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Event, Policy};
    /// use std::sync::mpsc;
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(1));
    ///
    /// let (sender, events) = mpsc::channel();
    /// let listener = move |event: &Event| sender.send(event.to_string()).unwrap_or_default();
    /// let subscription = DB.subscribe(listener);
    /// DB.try_acquire()?.failure();
    /// subscription.flush();
    /// assert_eq!(events.try_recv().unwrap(), "circuit `db` opened for 30s: 1 failure within 10s");
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn subscribe(&self, listener: impl FnMut(&Event) + Send + 'static) -> Subscription {
        Subscription::start(listener, |queue| self.circuit().listen(queue))
    }
}
