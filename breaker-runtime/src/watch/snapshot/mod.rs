//! A circuit at one moment.

use core::time::Duration;
use std::sync::Arc;

use crate::base::identity::Location;
use crate::base::time::Time;
use crate::circuit::CircuitBreaker;
use crate::circuit::Tenant;
use crate::counts::calls::Calls;
use crate::events::state::State;
use crate::events::time_in_states::TimeInStates;
use crate::machine::{Context, Machine};
use crate::policy::Policy;

mod keys;
mod line;

pub use keys::KeysSnapshot;

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
    /// Its state at the moment: an open circuit whose time is over is half-open, a ramp-up whose time is over is closed, also before a
    /// call finds out.
    pub state: State,
    /// For how long it has been in that state, by its times and not by the calls that found out; if it never left its first one, since it was first used or looked at.
    pub in_state_for: Duration,
    /// For how long the present outage has lasted: since the circuit opened or was forced open,
    /// with all reopenings and trial calls since, until it is closed again, which is at the end of
    /// a ramp-up. `None` while it is closed or forced closed.
    pub outage_for: Option<Duration>,
    /// Its settings.
    pub policy: Policy,
    /// All its calls so far; those since the key got it, if it is for one; those that found no circuit, if it
    /// stands for all keys.
    pub calls: Calls,
    /// What its keys come to, if it stands for all keys of a function.
    pub keys: Option<KeysSnapshot>,
    /// Failures in the window at the moment. They leave it as time passes, also while the circuit is open; all of them when it closes.
    pub failures_in_window: u64,
    /// Calls that count at the moment if the rule looks at a share of them; else the failures.
    pub calls_in_window: u64,
    /// How often it opened, reopenings included and forced ones not.
    pub opened: u64,
    /// When it may admit a call again, if it rejects calls and that is known.
    pub retry_after: Option<Duration>,
    /// Where it stands in the source: the annotated function, or the call that made the circuit.
    pub location: Option<Location>,
    pub(crate) time_in_states: TimeInStates,
}

impl Snapshot {
    pub(crate) fn new(
        breaker: &CircuitBreaker,
        tenant: Option<&Tenant>,
        state: State,
        calls: Calls,
        mut time_in_states: TimeInStates,
        machine: &Machine,
        context: Context<'_>,
    ) -> Self {
        let rest = match machine.rejects(context.policy).until {
            Time::NEVER => None,
            until => Some(until.since(context.now)),
        };
        let held = machine.held(context);
        let present = machine.at(context.policy, context.now);
        let in_state_for = context.now.since(present.since);
        if let Some((before, time)) = present.before {
            time_in_states.add(before, time);
        }
        time_in_states.add(present.state, in_state_for);
        let outage = machine.outage_since().filter(|_| present.state.is_outage());
        let before = tenant.map_or_else(Calls::default, |tenant| tenant.counted_before);
        Self {
            name: breaker.name(),
            key: tenant.map(|tenant| Arc::clone(&tenant.key)),
            state,
            in_state_for,
            outage_for: outage.map(|since| context.now.since(since)),
            policy: *context.policy,
            calls: calls.since(before),
            keys: None,
            failures_in_window: held.failures,
            calls_in_window: held.calls,
            opened: machine.opened(),
            retry_after: rest.filter(|rest| !rest.is_zero()),
            location: breaker.location(),
            time_in_states,
        }
    }

    /// How long the circuit has been in `state`, all times together: since it was first used or looked at; since the key got it, if it is
    /// for one.
    /// A circuit that is [disabled](Policy::enabled) is forced closed.
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
