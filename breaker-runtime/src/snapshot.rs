//! A circuit at one moment.

use core::time::Duration;
use std::sync::Arc;

use crate::breaker::Tenant;
use crate::identity::Location;
use crate::machine::{Context, Machine};
use crate::tally::Lane;
use crate::time::Time;
use crate::{CircuitBreaker, Policy, State};

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
    /// Its state.
    pub state: State,
    /// For how long it has been in that state.
    pub in_state_for: Duration,
    /// Its settings.
    pub policy: Policy,
    /// All its calls so far; those since the key got it, if it is for one.
    pub calls: Calls,
    /// Failures that count at the moment; kept while the circuit is open, until it closes.
    pub failures_in_window: u64,
    /// How often it opened, reopenings included and forced ones not.
    pub opened: u64,
    /// When it may admit a call again, if it rejects calls and that is known.
    pub retry_after: Option<Duration>,
    /// Where the annotated function is; `None` for a circuit made by hand.
    pub location: Option<Location>,
}

impl Snapshot {
    pub(crate) fn new(
        breaker: &CircuitBreaker,
        tenant: Option<&Tenant>,
        machine: &Machine,
        context: Context<'_>,
    ) -> Self {
        let rest = match machine.rejects(context.policy).until {
            Time::NEVER => None,
            until => Some(until.since(context.now)),
        };
        let before = tenant.map_or_else(Calls::default, |tenant| tenant.counted_before);
        Self {
            name: breaker.name(),
            key: tenant.map(|tenant| Arc::clone(&tenant.key)),
            state: breaker.state(),
            in_state_for: context.now.since(machine.entered()),
            policy: *context.policy,
            calls: Calls::ever(breaker).since(before),
            failures_in_window: machine.held(context).failures,
            opened: machine.opened(),
            retry_after: rest.filter(|rest| !rest.is_zero()),
            location: breaker.location(),
        }
    }
}

/// Calls by how they ended, since the program started. Exact once the callers have finished; a call under way is in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Calls {
    /// Worked.
    pub success: u64,
    /// Failed, by their result or by a panic.
    pub failure: u64,
    /// Counted as neither.
    pub ignored: u64,
    /// Were given up before they had a result.
    pub abandoned: u64,
    /// Were not admitted.
    pub rejected: u64,
}

impl Calls {
    /// All that the circuit ever counted, for whichever keys.
    pub(crate) fn ever(breaker: &CircuitBreaker) -> Self {
        let slot = breaker.word().slot();
        let count = |lane| breaker.spill().total(slot, lane);
        Self {
            success: count(Lane::Counted).wrapping_add(count(Lane::Uncounted)),
            failure: count(Lane::Failure),
            ignored: count(Lane::Ignored),
            abandoned: count(Lane::Abandoned),
            rejected: count(Lane::Rejected),
        }
    }

    /// Those that came after `earlier` ones.
    pub(crate) const fn since(self, earlier: Self) -> Self {
        Self {
            success: self.success.wrapping_sub(earlier.success),
            failure: self.failure.wrapping_sub(earlier.failure),
            ignored: self.ignored.wrapping_sub(earlier.ignored),
            abandoned: self.abandoned.wrapping_sub(earlier.abandoned),
            rejected: self.rejected.wrapping_sub(earlier.rejected),
        }
    }

    /// These and `other` ones.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            success: self.success.wrapping_add(other.success),
            failure: self.failure.wrapping_add(other.failure),
            ignored: self.ignored.wrapping_add(other.ignored),
            abandoned: self.abandoned.wrapping_add(other.abandoned),
            rejected: self.rejected.wrapping_add(other.rejected),
        }
    }

    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.success
            .wrapping_add(self.failure)
            .wrapping_add(self.ignored)
            .wrapping_add(self.abandoned)
            .wrapping_add(self.rejected)
    }
}
