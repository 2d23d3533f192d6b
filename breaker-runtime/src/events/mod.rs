//! What happens to circuits, for those who watch them.

use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use crate::events::forced::Forced;
use crate::events::no_verdict::NoVerdict;
use crate::events::note::Note;
use crate::events::state::State;
use crate::policy::SettingChange;

pub(crate) mod doing;
pub(crate) mod failure;
pub(crate) mod forced;
mod history;
pub(crate) mod journal;
mod line;
mod listeners;
pub(crate) mod no_verdict;
pub(crate) mod note;
mod open_reason;
mod shown_time;
pub(crate) mod state;
mod subscription;
pub(crate) mod time_in_states;
pub(crate) mod transition;
pub(crate) mod wish;

pub(crate) use listeners::{Queue, listen_to_all};
pub use open_reason::OpenReason;
pub use subscription::Subscription;

/// What happened to a circuit, and when. Most events are transitions.
///
/// [`Registry::subscribe`](crate::Registry::subscribe) tells of events, and
/// [`CircuitBreaker::history`](crate::CircuitBreaker::history) keeps the latest. The guide's
/// chapter [Telemetry](crate::_guide::telemetry) has more.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, EventKind, Policy, State};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(1));
/// DB.try_acquire()?.failure();
///
/// let history = DB.history();
/// assert_eq!((history[0].from, history[0].to), (State::Closed, State::Open));
/// assert_eq!(history[0].to_string(), "circuit `db` opened for 30s: 1 failure within 10s");
/// # Ok::<(), breaker_runtime::CircuitOpen>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The circuit's name.
    pub name: &'static str,
    /// The key that the circuit serves, if it serves one.
    pub key: Option<Arc<str>>,
    /// The time of the event by the system's clock; the Unix epoch on systems without a clock.
    pub at: SystemTime,
    /// The state before the event.
    pub from: State,
    /// The state after the event.
    pub to: State,
    /// The number of the transition, from 1; an event that is no transition has the number of the
    /// latest one.
    ///
    /// Events of one circuit come in this order. A key that takes over a circuit goes on counting
    /// from its number.
    pub generation: u64,
    /// Whether the circuit is in a dry run, in which it opens in name only (rule
    /// [S12](crate::_guide::rules#s12-dry-run)).
    pub dry_run: bool,
    /// How long the [outage](crate::Snapshot::outage_for) that this event belongs to has lasted,
    /// until [`at`](Self::at); `None` if it belongs to none. The event that ends an outage has its
    /// whole duration.
    ///
    /// An event that comes with a call says how long it was until the call: a half-open circuit's
    /// outage is longer than its open time if nobody called at the end of that.
    pub outage_for: Option<Duration>,
    /// What happened.
    pub kind: EventKind,
    /// For how long, by whom and why the state was forced, in an event that forces it
    /// ([`ForcedOpen`](EventKind::ForcedOpen), [`ForcedClosed`](EventKind::ForcedClosed)) and in
    /// the one at its end ([`HalfOpened`](EventKind::HalfOpened), [`Closed`](EventKind::Closed));
    /// `None` otherwise.
    pub forced: Option<Forced>,
    /// The settings that changed, in an event of kind [`Reconfigured`](EventKind::Reconfigured);
    /// empty otherwise.
    pub changes: Vec<SettingChange>,
    /// Who reset the circuit ([`Reset`](EventKind::Reset)) or changed its settings
    /// ([`Reconfigured`](EventKind::Reconfigured)), and why, if somebody said so by
    /// [`reset_with`](crate::CircuitBreaker::reset_with),
    /// [`amend_with`](crate::Registry::amend_with) or
    /// [`withdraw_with`](crate::Registry::withdraw_with). Of what is forced
    /// [`forced`](Self::forced) has it.
    pub note: Option<Note>,
    /// Who outside of this process made it happen, by a [step from
    /// outside](crate::CircuitBreaker::from_outside); `None` if calls, time or somebody here did.
    ///
    /// An opening [under suspicion](OpenReason::Suspected) has who was suspicious.
    pub by: Option<Arc<str>>,
}

/// The kind of an [`Event`], with the facts of that kind.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, EventKind, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(1));
/// DB.try_acquire()?.failure();
/// let history = DB.history();
/// let EventKind::Opened { reason, open_for } = &history[0].kind else { panic!("not opened") };
/// assert_eq!(reason.to_string(), "1 failure within 10s");
/// assert_eq!(open_for.as_secs(), 30);
/// # Ok::<(), breaker_runtime::CircuitOpen>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// The circuit opened; in a dry run, it would have.
    Opened {
        /// Why the circuit opened.
        reason: OpenReason,
        /// The open time, back-off and jitter included, as the circuit would have it alone: a fleet
        /// may [hold](Self::Held) it for longer or shorter.
        open_for: Duration,
    },
    /// The open time is over, or the time for which it was forced open: trial calls pass.
    HalfOpened,
    /// The trial calls succeeded, and a ramp-up began: a growing share of calls passes (rule
    /// [S9](crate::_guide::rules#s9-ramp-up)).
    RampUpStarted {
        /// The time until all calls pass.
        over: Duration,
    },
    /// The circuit closed: after its trial calls, after its ramp-up, at the end of the time for
    /// which it was forced closed, or because all keys of its function were forced into a state.
    Closed,
    /// [`reset`](crate::CircuitBreaker::reset) or
    /// [`reset_with`](crate::CircuitBreaker::reset_with) closed the circuit; see [`Event::note`].
    Reset,
    /// [`force_open`](crate::CircuitBreaker::force_open) or
    /// [`force_open_for`](crate::CircuitBreaker::force_open_for) forced the circuit open; see
    /// [`Event::forced`].
    ForcedOpen,
    /// [`force_closed`](crate::CircuitBreaker::force_closed) or
    /// [`force_closed_for`](crate::CircuitBreaker::force_closed_for) forced the circuit closed; see
    /// [`Event::forced`].
    ForcedClosed,
    /// The circuit has rejected calls since the latest transition.
    ///
    /// One event tells of all these calls, right before the next transition.
    Rejected {
        /// How many calls it rejected; in a dry run, how many it would have rejected.
        calls: u64,
    },
    /// Callers abandoned most calls of a closed circuit before the calls had a result, so that the
    /// circuit knows nothing of the callee.
    ///
    /// Set [`slow_call`](crate::Policy::slow_call) below the callers' patience.
    ///
    /// The event comes once a minute at most, when callers have abandoned at least 20 calls within
    /// a minute, and more than two thirds of all. Calls that end because the body around them
    /// panics, or exceeds its `timeout`, don't count here: no caller gave them up.
    Abandoned {
        /// How many calls their callers abandoned.
        calls: u64,
        /// How many calls ended in the same time, abandoned ones included.
        of: u64,
        /// The time in which these calls ended.
        within: Duration,
    },
    /// [`configure`](crate::Registry::configure) changed the circuit's settings. A circuit that the
    /// change [disables](crate::Policy::enabled) is forced closed from now on.
    Reconfigured,
    /// The key lost its circuit to another key, because the circuit had nothing to remember any
    /// more (rule [S15](crate::_guide::rules#s15-who-has-a-circuit)).
    ///
    /// Subscriptions to this circuit alone end. Other listeners hear this event only if the circuit
    /// was not closed.
    Evicted,
    /// Calls of keys that find no circuit are admitted unguarded, because the circuits of all other
    /// keys have something to remember (rule [S15](crate::_guide::rules#s15-who-has-a-circuit)).
    ///
    /// The circuit that stands for all keys has this event, once until a key finds a circuit again.
    Unguarded {
        /// How many keys have a circuit.
        max_keys: u32,
    },
    /// A key is longer than the 128 bytes that the circuit keeps and shows.
    ///
    /// The circuit that stands for all keys has this event, once.
    KeyCut,
    /// Somebody outside began to [suspect](crate::FromOutside::suspect_for) the circuit: for this
    /// time, a second failure in a row opens it, or a later one where some of its calls fail
    /// anyway. A later end is no event, nor is it one when the time is over.
    Suspected {
        /// For how long.
        time: Duration,
    },
    /// Somebody outside [ended](crate::FromOutside::trust) the suspicion.
    Trusted,
    /// Somebody outside [holds](crate::FromOutside::hold_for) the open circuit for this time from
    /// now on. Its end is five seconds or more sooner or later than that of the last such event, or
    /// else of the [opening](Self::Opened): smaller steps are told once they add up to that.
    Held {
        /// For how long.
        time: Duration,
    },
    /// The circuit's [probe](crate::probe) said nothing of the callee: until the next transition,
    /// users' calls are trial calls (rule [S18](crate::_guide::rules#s18-a-probe)). That a probe is
    /// late is told with the next call.
    ProbeSilent {
        /// Why it said nothing.
        why: NoVerdict,
    },
}

impl Event {
    /// Whether the event is a transition: the circuit changed its state, or started anew in the
    /// same one.
    ///
    /// News of rejected calls or settings are no transitions; a change of settings is one if it
    /// [disables](crate::Policy::enabled) the circuit, or ends that.
    #[must_use]
    pub fn is_transition(&self) -> bool {
        match self.kind {
            EventKind::Reconfigured => self.from != self.to,
            EventKind::Rejected { .. }
            | EventKind::Abandoned { .. }
            | EventKind::Evicted
            | EventKind::Unguarded { .. }
            | EventKind::KeyCut
            | EventKind::Suspected { .. }
            | EventKind::Trusted
            | EventKind::Held { .. }
            | EventKind::ProbeSilent { .. } => false,
            _ => true,
        }
    }

    /// Whether circuits remember the event: not if it only says what became of calls, or what
    /// others think of the callee.
    pub(crate) const fn is_remembered(&self) -> bool {
        let is_passing = matches!(
            self.kind,
            EventKind::Rejected { .. }
                | EventKind::Abandoned { .. }
                | EventKind::Suspected { .. }
                | EventKind::Trusted
                | EventKind::Held { .. }
        );
        !is_passing
    }
}
