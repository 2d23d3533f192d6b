//! The circuit as users have it, and the one way to what is in it.

mod call;
mod control;

use core::fmt;
use std::sync::Arc;

use crate::base::identity::{AnnotatedName, Location, Name};
#[cfg(feature = "test-util")]
use crate::base::scope::isolated::{self, Replaceable, Scope};
use crate::base::sync::const_outside_loom;
use crate::circuit::Circuit;
use crate::events::state::State;
use crate::events::{Event, Subscription};
use crate::policy::{Policy, PolicyError, naming};

/// A circuit: it admits calls, learns how they end, and stops admitting them while too many fail.
///
/// `#[circuit_breaker]` makes one for each function. By hand, make it a `static`, so that everybody
/// who calls the same thing shares it:
///
/// ```
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(3));
///
/// fn query(sql: &str) -> Result<u32, Box<dyn std::error::Error>> {
///     DB.call(|| if sql.is_empty() { Err("empty query".into()) } else { Ok(42) })
/// }
///
/// assert_eq!(query("select 42").unwrap(), 42);
/// for _ in 0..3 {
///     query("").unwrap_err();
/// }
/// assert!(query("select 42").unwrap_err().is::<CircuitOpen>());
/// ```
///
/// A closed circuit costs a call one atomic load, and a count in memory of its own thread.
pub struct CircuitBreaker {
    circuit: Circuit,
}

/// What every guarded function owns; a clock that tests can hold needs more.
#[cfg(not(any(feature = "test-util", breaker_loom)))]
const _: () = assert!(size_of::<CircuitBreaker>() <= 512, "a circuit is too large");

impl CircuitBreaker {
    const_outside_loom! {
        /// Makes a closed circuit.
        ///
        /// # Panics
        ///
        /// If the policy [makes no sense](Policy::check), or the name is empty, begins or ends with
        /// a blank, or has `*`, `[`, `]` or a control character in it: overrides and lists of
        /// circuits could not tell it apart. In a `static` or `const` that is a compile error,
        /// which is how it is meant; for settings that are known only at run time there is
        /// [`try_new`](Self::try_new).
        #[must_use]
        #[track_caller]
        pub const fn new(name: &'static str, policy: Policy) -> Self {
            let (name, here) = (Name::Given(naming::checked(name)), Location::here());
            Self::of(Circuit::new(name, policy.checked(), Some(here)))
        }
    }

    const_outside_loom! {
        /// Makes a closed circuit, if the name and the policy make sense.
        ///
        /// # Errors
        ///
        /// The first mistake of the policy, or of the name, as [`new`](Self::new) has it.
        #[track_caller]
        pub const fn try_new(name: &'static str, policy: Policy) -> Result<Self, PolicyError> {
            match naming::check_with(name, &policy) {
                Ok(()) => {
                    Ok(Self::of(Circuit::new(Name::Given(name), policy, Some(Location::here()))))
                }
                Err(error) => Err(error),
            }
        }
    }

    const_outside_loom! {
        /// The circuit of a guarded function.
        #[doc(hidden)]
        #[must_use]
        #[track_caller]
        pub const fn annotated(
            name: AnnotatedName,
            policy: Policy,
            file: &'static str,
            line: u32,
        ) -> Self {
            let place = Some(Location { file, line });
            Self::of(Circuit::new(name.into_name(), policy.checked(), place))
        }
    }

    pub(crate) const fn of(circuit: Circuit) -> Self {
        Self { circuit }
    }

    /// The circuit itself, or the one that an isolated test has in its place: whatever is done by
    /// hand or by a call is done to this one.
    #[inline]
    pub(crate) fn circuit(&self) -> &Circuit {
        &self.here().circuit
    }

    /// The circuit itself, for who owns it or lists it.
    #[inline]
    pub(crate) const fn itself(&self) -> &Circuit {
        &self.circuit
    }

    /// This one, or the one that an isolated test has in its place.
    #[cfg(feature = "test-util")]
    #[inline]
    pub(crate) fn here(&self) -> &Self {
        self.substitute().unwrap_or(self)
    }

    #[cfg(not(feature = "test-util"))]
    #[inline]
    pub(crate) const fn here(&self) -> &Self {
        self
    }

    /// The one that an isolated test has in its place, if it has one.
    #[cfg(feature = "test-util")]
    pub(crate) fn substitute(&self) -> Option<&'static Self> {
        isolated::in_place_of(self)
    }

    /// The name: as given, or the path of the guarded function.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.circuit.name()
    }

    /// The settings: those that it was made with, unless [`configure`](crate::Registry::configure)
    /// has changed them.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.circuit().policy()
    }

    /// Where it stands in the source: the guarded function, or the call that made it.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.circuit.location()
    }

    /// The state at this time: an open circuit whose time is over is half-open, a ramp-up whose
    /// time is over is closed, whether or not a call has found out (rule
    /// [S23](crate::_guide::rules#s23-what-is-shown-is-true-when-it-is-read)).
    #[must_use]
    pub fn state(&self) -> State {
        self.circuit().state()
    }

    /// The key that this circuit is for, if its function has one for each.
    #[must_use]
    pub fn key(&self) -> Option<Arc<str>> {
        self.circuit().key()
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

#[cfg(feature = "test-util")]
impl Replaceable for CircuitBreaker {
    fn copy_for(&self, scope: &Scope) -> Self {
        let copy = self.circuit.copy();
        copy.belong_to(scope.id());
        scope.clock().into_iter().for_each(|clock| copy.set_clock(clock));
        Self::of(copy)
    }
}

impl fmt::Debug for CircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.circuit().fmt(f)
    }
}
