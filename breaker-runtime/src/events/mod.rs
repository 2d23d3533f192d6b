//! What happens to circuits, for those who watch them.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use crate::events::state::State;
use crate::policy::SettingChange;

pub(crate) mod failure;
mod history;
pub(crate) mod journal;
mod listeners;
mod open_reason;
pub(crate) mod state;
mod subscription;
pub(crate) mod time_in_states;
pub(crate) mod transition;

pub(crate) use listeners::{Queue, listen_to_all};
pub use open_reason::OpenReason;
pub use subscription::Subscription;

/// What happened to a circuit, and when: as a rule, a transition.
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
    /// The key, if the function has a circuit for each.
    pub key: Option<Arc<str>>,
    /// When, by the system's clock; the Unix epoch where there is none.
    pub at: SystemTime,
    /// The state before it.
    pub from: State,
    /// The state after it.
    pub to: State,
    /// Which transition of this circuit it was, from 1; that of the last one for what is no
    /// transition. Events of one circuit come in this order. A key that got the circuit of another
    /// one goes on from its number.
    pub generation: u64,
    /// Whether the circuit is in a dry run: it opened in name only (rule
    /// [S12](crate::_guide::rules#s12-dry-run)).
    pub dry_run: bool,
    /// For how long the circuit has been in an [outage](crate::Snapshot::outage_for), if it is in
    /// one after this event or was in one before it. So the event that ends an outage says how long
    /// it has lasted.
    pub outage_for: Option<Duration>,
    /// What happened.
    pub kind: EventKind,
    /// Which settings have changed, where the circuit was
    /// [reconfigured](EventKind::Reconfigured); else none.
    pub changes: Vec<SettingChange>,
}

/// What happened to a circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// The circuit opened; in a dry run, it would have.
    Opened {
        /// Why the circuit opened.
        reason: OpenReason,
        /// For how long, back-off and jitter included.
        open_for: Duration,
    },
    /// The open time is over: trial calls pass.
    HalfOpened,
    /// The trial calls succeeded: a growing share of calls passes.
    RampUpStarted {
        /// The time until all of them do.
        over: Duration,
    },
    /// The circuit recovered.
    Closed,
    /// Somebody closed it by [`reset`](crate::CircuitBreaker::reset).
    Reset,
    /// Somebody opened it by [`force_open`](crate::CircuitBreaker::force_open).
    ForcedOpen,
    /// Somebody closed it by [`force_closed`](crate::CircuitBreaker::force_closed).
    ForcedClosed,
    /// So many calls were rejected since the transition before. Told together, right before the
    /// next transition.
    Rejected {
        /// How many calls were rejected; in a dry run, how many would have been.
        calls: u64,
    },
    /// Callers gave up most calls of a closed circuit before these had a result, so that it knows
    /// nothing of the callee: set [`slow_call`](crate::Policy::slow_call) below their patience.
    /// Told once a minute at most, and not before 20 such calls within a minute, which are more
    /// than two thirds of all. Calls that are dropped with the body around them, because the
    /// `timeout` of that body is over or it panicked, are abandoned too, but no caller gave them
    /// up: this leaves them out.
    Abandoned {
        /// How many calls were given up.
        calls: u64,
        /// How many calls ended meanwhile, these included.
        of: u64,
        /// The time in which these calls ended.
        within: Duration,
    },
    /// The circuit's policy was changed by [`configure`](crate::Registry::configure). Where that
    /// has [disabled](crate::Policy::enabled) the circuit it is forced closed from now on.
    Reconfigured,
    /// The key lost its circuit to another one, for nothing was to be remembered of it any more
    /// (rule [S15](crate::_guide::rules#s15-who-has-a-circuit)). Whoever listens to this circuit
    /// alone hears no more of it: the subscription ends. All others are told only if the circuit
    /// was not closed.
    Evicted,
    /// Keys find no circuit, for all others have something to remember: their calls are admitted
    /// unguarded (rule [S15](crate::_guide::rules#s15-who-has-a-circuit)). Told once, until a key
    /// finds one again, by the circuit that stands for all keys.
    Unguarded {
        /// How many keys have a circuit.
        max_keys: u32,
    },
    /// A key is longer than what is kept and shown of it: 128 bytes. Told once, by the circuit that
    /// stands for all keys.
    KeyCut,
}

impl Event {
    /// Whether the circuit went from one state to another, or started anew in the same; else it is
    /// news of rejected calls or settings. A change of settings is a transition if it
    /// [disables](crate::Policy::enabled) the circuit, or ends that.
    #[must_use]
    pub fn is_transition(&self) -> bool {
        match self.kind {
            EventKind::Reconfigured => self.from != self.to,
            EventKind::Rejected { .. }
            | EventKind::Abandoned { .. }
            | EventKind::Evicted
            | EventKind::Unguarded { .. }
            | EventKind::KeyCut => false,
            _ => true,
        }
    }

    /// Whether a circuit remembers it: not if it only says what became of calls.
    pub(crate) const fn is_remembered(&self) -> bool {
        !matches!(self.kind, EventKind::Rejected { .. } | EventKind::Abandoned { .. })
    }
}

/// Of a time that matters to people: what is behind its milliseconds does not.
fn shown(time: Duration) -> Duration {
    let whole = Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    if whole.is_zero() { time } else { whole }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "circuit `{}", self.name)?;
        if let Some(key) = &self.key {
            write!(f, "[{}]", key.escape_debug())?;
        }
        f.write_str("` ")?;
        match &self.kind {
            EventKind::Opened { reason, open_for } => {
                let opened = if self.dry_run { "would have opened" } else { "opened" };
                write!(f, "{opened} for {:?}: {reason}", shown(*open_for))
            }
            EventKind::HalfOpened => f.write_str("is half-open"),
            EventKind::RampUpStarted { over } => write!(f, "recovers: ramp-up over {over:?}"),
            EventKind::Closed => f.write_str("closed"),
            EventKind::Reset => f.write_str("was reset"),
            EventKind::ForcedOpen => f.write_str("was forced open"),
            EventKind::ForcedClosed => f.write_str("was forced closed"),
            EventKind::Rejected { calls } => {
                let rejected = if self.dry_run { "would have rejected" } else { "rejected" };
                write!(f, "{rejected} {calls} call{}", plural(*calls))
            }
            EventKind::Abandoned { calls, of, within } => write!(
                f,
                "is closed, but callers gave up {calls} of {of} calls within {:?}",
                shown(*within)
            ),
            EventKind::Reconfigured => {
                f.write_str("was reconfigured")?;
                self.changes.iter().enumerate().try_for_each(|(at, change)| {
                    write!(f, "{} {change}", if at == 0 { ":" } else { "," })
                })
            }
            EventKind::Evicted => f.write_str("was forgotten: another key has its place"),
            EventKind::Unguarded { max_keys } => {
                write!(f, "admits calls of more keys unguarded: all {max_keys} places are taken")
            }
            EventKind::KeyCut => f.write_str("has a long key: 128 bytes are shown of each"),
        }
    }
}

const fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}
