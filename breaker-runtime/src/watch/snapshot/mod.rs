//! A circuit at one moment.

use core::time::Duration;
use std::sync::Arc;

use crate::base::identity::{Identity, Location};
use crate::breaker::CircuitBreaker;
use crate::circuit::parts::Parts;
use crate::counts::calls::Calls;
use crate::events::state::State;
use crate::events::time_in_states::TimeInStates;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::registry::instead::{self, Instead};

mod keys;
mod last_failure;
mod line;

pub use keys::KeysSnapshot;
pub use last_failure::LastFailure;

/// A circuit at one moment.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
/// DB.try_acquire()?.success();
/// DB.try_acquire()?.failure();
/// let now = DB.snapshot();
/// assert_eq!((now.calls.success, now.calls.failure, now.failures_in_window), (1, 1, 1));
/// # Ok::<(), CircuitOpen>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    /// The circuit's name.
    pub name: &'static str,
    /// The key, if the function has a circuit for each.
    pub key: Option<Arc<str>>,
    /// The state at the moment: an open circuit whose time is over is half-open, a ramp-up whose
    /// time is over is closed, also before a call finds out (rule
    /// [S23](crate::_guide::rules#s23-what-is-shown-is-true-when-it-is-read)).
    pub state: State,
    /// For how long the circuit has been in that state: since its open time ended, say, not since a
    /// call found that out. Before its first transition, since it was first used or looked at.
    pub in_state_for: Duration,
    /// For how long the present outage has lasted: since the circuit opened or was forced open,
    /// with all reopenings and trial calls since, until it is closed again, which is at the end of
    /// a ramp-up. `None` while it is closed or forced closed.
    pub outage_for: Option<Duration>,
    /// The circuit's settings.
    pub policy: Policy,
    /// All calls of the circuit so far. Of a key's circuit: those since the key got it. Of the
    /// circuit that stands for all keys: those that found no circuit.
    pub calls: Calls,
    /// What its keys come to, if it stands for all keys of a function.
    pub keys: Option<KeysSnapshot>,
    /// Failures that count at the moment. They leave the window as time passes, also while the
    /// circuit is open, and all at once when it closes.
    pub failures_in_window: u64,
    /// Calls in the window, if the rule looks at a share of them; else the failures.
    pub calls_in_window: u64,
    /// The last call that failed: of whichever kind, in whichever state. Of a key's circuit, since
    /// the key got it.
    pub last_failure: Option<LastFailure>,
    /// How often it opened, reopenings included and forced ones not.
    pub opened: u64,
    /// How long until the circuit may admit a call again, if it rejects calls and that is known.
    pub retry_after: Option<Duration>,
    /// Where it stands in the source: the guarded function, or the call that made the circuit.
    pub location: Option<Location>,
    /// Where its rejected calls go, in order: who answers them, who answers what that rejects, and
    /// so on. Of a circuit that several functions share, those of each.
    pub instead: Arc<[Instead]>,
    pub(crate) time_in_states: TimeInStates,
}

impl Snapshot {
    fn new((name, location): Identity, instead: Arc<[Instead]>, parts: &Parts<'_>) -> Self {
        let held = parts.held_in_window();
        let (in_state_for, time_in_states) = parts.times();
        Self {
            name,
            key: parts.key(),
            state: parts.state,
            in_state_for,
            outage_for: parts.outage_for(),
            policy: parts.policy(),
            calls: parts.calls(),
            keys: None,
            failures_in_window: held.failures,
            calls_in_window: held.calls,
            last_failure: LastFailure::of(parts),
            opened: parts.opened(),
            retry_after: parts.retry_after(),
            location,
            instead,
            time_in_states,
        }
    }

    /// How long the circuit has been in `state`, all times together: since it was first used or
    /// looked at; since the key got it, if it is for one. A circuit that is
    /// [disabled](Policy::enabled) is forced closed.
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// let clock = ManualClock::new();
    /// let db = CircuitBreaker::new("db", Policy::new()).with_clock(clock.clone());
    /// clock.advance(Duration::from_secs(60));
    /// db.force_open();
    /// clock.advance(Duration::from_secs(5));
    /// db.reset();
    /// let now = db.snapshot();
    /// assert_eq!(now.time_in(State::Closed), Duration::from_secs(60));
    /// assert_eq!(now.time_in(State::ForcedOpen), Duration::from_secs(5));
    /// ```
    #[must_use]
    pub const fn time_in(&self, state: State) -> Duration {
        self.time_in_states.of(state)
    }
}

/// # All of a circuit at one moment
impl CircuitBreaker {
    /// A [`Snapshot`] of the circuit: its state, settings and counts at this moment.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy};
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
    /// println!("{}", DB.snapshot()); // db: closed for 0s; no calls; rule: 5 failures in 10s, ..
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { keys: KeysSnapshot::of(self.circuit()), ..self.snapshot_of_this() }
    }

    /// The same, but for what it costs to ask the circuits of all keys.
    pub(super) fn snapshot_of_this(&self) -> Snapshot {
        let here = self.circuit();
        let identity = (here.name(), here.location());
        // Before the lock is taken, which who lists a circuit takes last.
        let instead = instead::of(identity);
        here.with_parts(|parts| Snapshot::new(identity, instead, &parts))
    }
}

/// # All circuits at one moment
impl Registry {
    /// A [`Snapshot`] of every circuit, sorted by name and key.
    #[must_use]
    pub fn snapshot(&self) -> Vec<Snapshot> {
        let mut circuits: Vec<_> = self.iter().map(CircuitBreaker::snapshot).collect();
        circuits.sort_by(|one, other| (one.name, &one.key).cmp(&(other.name, &other.key)));
        circuits
    }
}
