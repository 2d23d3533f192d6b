//! A circuit at one moment.

use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use crate::base::clock::wall;
use crate::base::identity::{Identity, Location};
use crate::breaker::CircuitBreaker;
use crate::circuit::parts::Parts;
use crate::events::forced::Forced;
use crate::events::state::State;
use crate::events::time_in_states::TimeInStates;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::registry::instead::{self, Guarded, Instead, Way};
use crate::tallies::calls::Calls;

mod keys;
mod last_failure;
mod line;
mod recovery;
mod rejection;

pub use keys::KeysSnapshot;
pub use last_failure::LastFailure;
pub use recovery::{Suspected, Trials};
pub use rejection::RejectionWithin;

/// A circuit at one moment: its state, settings and counts.
///
/// Printed, it is one line. The guide's chapter [The registry](crate::_guide::registry) makes
/// health and readiness of it.
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
    /// The key that the circuit serves; `None` for a circuit without keys, and for the one that
    /// stands for all keys.
    pub key: Option<Arc<str>>,
    /// This moment by the system's clock, which may be set; the Unix epoch on systems without a
    /// clock.
    pub at: SystemTime,
    /// The state at this moment (rule
    /// [S23](crate::_guide::rules#s23-what-is-shown-is-true-when-it-is-read)): an open circuit
    /// whose open time is over is half-open, and a ramp-up whose time is over is closed, even
    /// before the next call.
    pub state: State,
    /// How long the circuit has been in [`state`](Self::state). An open circuit counts as half-open
    /// from the end of its open time on, even before a call.
    ///
    /// Before the first transition, how long ago the circuit was first used or looked at.
    pub in_state_for: Duration,
    /// How long the present outage has lasted: from the first opening, by force included, through
    /// all trial calls and reopenings, to the end of the ramp-up. `None` while the circuit is
    /// closed or forced closed.
    pub outage_for: Option<Duration>,
    /// The circuit's settings.
    pub policy: Policy,
    /// All calls of the circuit so far: of a key's circuit, those since the key got it; of the
    /// circuit that stands for all keys, those that found no circuit.
    pub calls: Calls,
    /// The circuits of all keys, summed up, if this circuit stands for all keys of a function.
    pub keys: Option<KeysSnapshot>,
    /// The failures in the window. They leave it as time passes, also while the circuit is open,
    /// and all at once when the circuit closes.
    pub failures_in_window: u64,
    /// The calls in the window, if the rule looks at a share of calls; else the failures.
    pub calls_in_window: u64,
    /// The last call that failed, of any kind and in any state; of a key's circuit, since the key
    /// got it.
    pub last_failure: Option<LastFailure>,
    /// The last call that ended in the rejection of another circuit, further in; of a key's
    /// circuit, since the key got it; of the circuit that stands for all keys, the latest of any.
    pub last_rejection_within: Option<RejectionWithin>,
    /// How often the circuit opened: reopenings count, forced openings don't.
    pub opened: u64,
    /// How long until the circuit may admit a call; `None` if it admits calls or is forced open.
    pub retry_after: Option<Duration>,
    /// For how long, by whom and why the state is forced; `None` if it is not, or if the circuit is
    /// [disabled](Policy::enabled).
    pub forced: Option<Forced>,
    /// Who outside suspects the circuit, and for how long still; `None` if nobody does, or if it is
    /// neither closed nor in its ramp-up.
    pub suspected: Option<Suspected>,
    /// The number that the next opening has in the row of openings, by which open times grow (rule
    /// [S8](crate::_guide::rules#s8-back-off)): 0 for a circuit that has recovered.
    pub reopenings: u32,
    /// The trial calls so far, while the circuit is half-open.
    pub trials: Option<Trials>,
    /// Where the circuit stands in the source: the guarded function, or the call that made the
    /// circuit.
    pub location: Option<Location>,
    /// Where rejected calls go: the fallback that answers them, the fallback of that one, and so
    /// on. A circuit shared by several functions has the fallbacks of each.
    pub instead: Arc<[Instead]>,
    /// The functions that the circuit guards, each with where its rejected calls go: those with a
    /// fallback, and those of a circuit that has another name than they, as one that several share.
    pub guarded: Arc<[Guarded]>,
    pub(crate) time_in_states: TimeInStates,
}

impl Snapshot {
    fn new((name, location): Identity, way: Way, parts: &Parts<'_>) -> Self {
        let held = parts.held_in_window();
        let (in_state_for, time_in_states) = parts.times();
        Self {
            name,
            key: parts.key(),
            at: wall(),
            state: parts.state,
            in_state_for,
            outage_for: parts.outage_for(),
            policy: parts.policy(),
            calls: parts.calls(),
            keys: None,
            failures_in_window: held.failures,
            calls_in_window: held.calls,
            last_failure: LastFailure::of(parts),
            last_rejection_within: None,
            opened: parts.opened(),
            retry_after: parts.retry_after(),
            forced: parts.forced(),
            suspected: parts.suspected().map(|(rest, by)| Suspected { rest, by }),
            reopenings: parts.reopenings(),
            trials: parts.trials().map(Trials::of),
            location,
            instead: way.instead,
            guarded: way.guarded,
            time_in_states,
        }
    }

    /// The total time that the circuit has been in `state`, since it was first used or looked at;
    /// for a key's circuit, since the key got it.
    ///
    /// A circuit that is [disabled](Policy::enabled) counts as forced closed.
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
    /// Takes a [`Snapshot`] of the circuit: its state, settings and counts at this moment.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy};
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
    /// println!("{}", DB.snapshot()); // db: closed for 0s; no calls; rule: 5 failures in 10s, ..
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let keys = KeysSnapshot::of(self.circuit());
        let now = Snapshot { keys, ..self.snapshot_of_this() };
        let is_of_keys = keys.is_some_and(|keys| keys.calls.rejected_within > 0);
        let of_keys = is_of_keys.then(|| RejectionWithin::of_keys(self.circuit())).flatten();
        Snapshot { last_rejection_within: of_keys.or(now.last_rejection_within), ..now }
    }

    /// The snapshot of this circuit alone: the sums of all keys cost too much for some callers.
    pub(super) fn snapshot_of_this(&self) -> Snapshot {
        let here = self.circuit();
        let identity = (here.name(), here.location());
        // Before the circuit's lock, which comes last where a circuit is listed.
        let way = instead::of(identity);
        let (now, within) =
            here.with_parts(|parts| (Snapshot::new(identity, way, &parts), parts.last_rejection()));
        Snapshot { last_rejection_within: within.map(RejectionWithin::of), ..now }
    }
}

/// # All circuits at one moment
impl Registry {
    /// Takes a [`Snapshot`] of every circuit, sorted by name and key.
    #[must_use]
    pub fn snapshot(&self) -> Vec<Snapshot> {
        let mut circuits: Vec<_> = self.iter().map(CircuitBreaker::snapshot).collect();
        circuits.sort_by(|one, other| (one.name, &one.key).cmp(&(other.name, &other.key)));
        circuits
    }
}
