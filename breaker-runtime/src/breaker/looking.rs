//! What a circuit says of itself.

use std::sync::Arc;

use super::CircuitBreaker;
use crate::base::identity::Location;
use crate::events::state::State;
use crate::events::{Event, Subscription};
use crate::policy::Policy;

/// # Looking at a circuit, and listening to it
impl CircuitBreaker {
    /// The circuit's name: the argument `name`, or else the path of the guarded function.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.circuit.name()
    }

    /// The key that the circuit serves; `None` for a circuit without keys and for the one that
    /// [stands for all keys](crate::KeyedCircuitBreaker::whole).
    ///
    /// A long key is cut: see [keys](crate::KeyedCircuitBreaker#keys).
    #[must_use]
    pub fn key(&self) -> Option<Arc<str>> {
        self.circuit().key()
    }

    /// Where the circuit stands in the source: the guarded function, or the call that made the
    /// circuit.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.circuit.location()
    }

    /// The circuit's settings: those it was made with, with the overrides of
    /// [`configure`](crate::Registry::configure) on top.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.circuit().policy()
    }

    /// The circuit's state now (rule
    /// [S23](crate::_guide::rules#s23-what-is-shown-is-true-when-it-is-read)).
    ///
    /// An open circuit whose open time is over is shown as half-open, and a ramp-up whose time is
    /// over as closed, even before the next call.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(1));
    /// assert_eq!(DB.state(), State::Closed);
    /// DB.try_acquire().unwrap().failure();
    /// assert_eq!(DB.state(), State::Open);
    /// ```
    #[must_use]
    pub fn state(&self) -> State {
        self.circuit().state()
    }

    /// The failures in the window and the calls there, as the circuit's
    /// [snapshot](crate::Snapshot::failures_in_window) has them: for who asks very many circuits
    /// how near they are to opening.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy};
    ///
    /// static DISK: CircuitBreaker =
    ///     CircuitBreaker::new("disk", Policy::new().threshold_percent(50.0));
    /// DISK.try_acquire().unwrap().success();
    /// DISK.try_acquire().unwrap().failure();
    /// assert_eq!(DISK.in_window(), (1, 2));
    /// ```
    #[must_use]
    pub fn in_window(&self) -> (u64, u64) {
        let held = self.circuit().in_window();
        (held.failures, held.calls)
    }

    /// The circuit's latest events, oldest first: up to 16 transitions and 4 changes of settings.
    ///
    /// During an [outage](crate::Snapshot::outage_for) the transition that began the outage is the
    /// first transition in the list, however many followed, so that its time and its reason stay
    /// known.
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

    /// Calls `listener` with each event of the circuit, on a thread of the listener's own, until
    /// the [`Subscription`] is dropped.
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
