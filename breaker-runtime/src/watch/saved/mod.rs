//! A circuit as it was before a restart, and what of it goes on (rule S22).

use core::time::Duration;
use std::time::SystemTime;

use crate::base::time::nanos;
use crate::events::forced::Forced;
use crate::events::note::Note;
use crate::events::state::State;
use crate::machine::restored::{Before, Outage};
use crate::watch::snapshot::Snapshot;

mod error;
mod report;
mod restore;

pub use error::RestoreError;
pub use report::{NotRestored, Restored, RestoredCircuit};

/// What a [`Snapshot`] says that outlives its process: for
/// [`CircuitBreaker::restore`](crate::CircuitBreaker::restore) and
/// [`Registry::restore`](crate::Registry::restore) in the next one.
///
/// A [`Snapshot`] is one by [`From`]. With the feature `serde`, a [`Snapshot`] is written as data
/// and a `Saved` read from that; fields that it does not know are passed over. To keep it in a form
/// of your own, keep these fields:
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Policy, Saved, State};
/// use std::time::{Duration, SystemTime};
///
/// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());
///
/// // Ten seconds ago another process wrote that it was open for 30 seconds.
/// let ten_seconds_ago = SystemTime::now() - Duration::from_secs(10);
/// let mut saved = Saved::new("gateway", State::Open, ten_seconds_ago);
/// saved.retry_after = Some(Duration::from_secs(30));
///
/// GATEWAY.restore(&saved)?;
/// let open = GATEWAY.try_acquire().unwrap_err();
/// assert!(open.retry_after() <= Some(Duration::from_secs(20)));
/// # Ok::<(), breaker_runtime::RestoreError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Saved {
    /// The circuit's name.
    pub name: String,
    /// The key that the circuit served, if it served one.
    pub key: Option<String>,
    /// When all this was so, by the system's clock.
    pub at: SystemTime,
    /// The state as [`State::as_str`] has it: text, because a later release may know more of them.
    pub state: String,
    /// How long the circuit had been in that state.
    pub in_state_for: Duration,
    /// How long it would have stayed open.
    pub retry_after: Option<Duration>,
    /// For how long, by whom and why the state was forced; see [`forced_for`](Self::forced_for).
    pub forced: Option<Forced>,
    /// The number that its next opening would have had in the row of openings.
    pub reopenings: u32,
}

impl Saved {
    /// A circuit that was in this state at this time, of which nothing else is known yet.
    #[must_use]
    pub fn new(name: impl Into<String>, state: State, at: SystemTime) -> Self {
        Self {
            name: name.into(),
            key: None,
            at,
            state: state.as_str().to_owned(),
            in_state_for: Duration::ZERO,
            retry_after: None,
            forced: None,
            reopenings: 0,
        }
    }

    /// The same circuit, whose state was forced for this long still.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Note, Policy, Saved, State};
    /// use std::time::{Duration, SystemTime};
    ///
    /// let gateway = CircuitBreaker::new("gateway", Policy::new());
    /// let saved = Saved::new("gateway", State::ForcedOpen, SystemTime::now());
    /// let note = Note::new("new certificates").by("anna");
    /// gateway.restore(saved.forced_for(Duration::from_secs(600), note))?;
    /// assert_eq!(gateway.snapshot().forced.unwrap().who.as_deref(), Some("anna"));
    /// # Ok::<(), breaker_runtime::RestoreError>(())
    /// ```
    #[must_use]
    pub fn forced_for(mut self, rest: Duration, note: impl Into<Note>) -> Self {
        self.forced = Some(Forced::new(&note.into(), Some(rest), false));
        self
    }

    /// What of it goes on at this time.
    fn rest(&self, now: SystemTime) -> Result<Rest, RestoreError> {
        // A clock that was set back since shows no time: the rest is what it was, and no longer.
        let ago = now.duration_since(self.at).unwrap_or_default();
        match self.state.as_str() {
            "closed" => Ok(self.outage(Outage::None(self.in_state_for.saturating_add(ago)))),
            "ramp_up" => Ok(self.outage(Outage::None(Duration::ZERO))),
            "open" => {
                let rest = self.retry_after.unwrap_or_default().saturating_sub(ago);
                Ok(self.outage(Outage::Open(rest)))
            }
            "half_open" => Ok(self.outage(Outage::Open(Duration::ZERO))),
            "forced_open" => self.rest_of_force(State::ForcedOpen, ago),
            "forced_closed" => self.rest_of_force(State::ForcedClosed, ago),
            other => Err(RestoreError::UnknownState { state: other.to_owned() }),
        }
    }

    fn outage(&self, outage: Outage) -> Rest {
        match outage {
            Outage::None(_) if self.reopenings == 0 => Rest::Nothing,
            outage => Rest::Outage(Before { outage, reopenings: self.reopenings }),
        }
    }

    fn rest_of_force(&self, state: State, ago: Duration) -> Result<Rest, RestoreError> {
        // Neither was one that was switched off, which its settings say again; nor a key whose
        // function was forced, which does so again with all its keys.
        let Some(forced) = &self.forced else { return Ok(Rest::Nothing) };
        if forced.with_all_keys {
            return Ok(Rest::Nothing);
        }
        // Times at the end of the clock are none.
        let Some(rest) = forced.rest.filter(|&rest| nanos(rest) < u64::MAX) else {
            return Err(RestoreError::ForcedWithoutEnd { state });
        };
        match (rest.saturating_sub(ago), state) {
            (Duration::ZERO, State::ForcedOpen) => Ok(self.outage(Outage::Open(Duration::ZERO))),
            (Duration::ZERO, _) => Ok(Rest::Nothing),
            (rest, state) => {
                let note = Note::new(forced.why.as_deref().unwrap_or_default());
                let note = note.by(forced.who.as_deref().unwrap_or_default());
                Ok(Rest::Force { state, rest, note })
            }
        }
    }
}

/// What of a saved circuit goes on.
enum Rest {
    Nothing,
    Outage(Before),
    Force { state: State, rest: Duration, note: Note },
}

impl From<&Snapshot> for Saved {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            name: snapshot.name.to_owned(),
            key: snapshot.key.as_deref().map(str::to_owned),
            at: snapshot.at,
            state: snapshot.state.as_str().to_owned(),
            in_state_for: snapshot.in_state_for,
            retry_after: snapshot.retry_after,
            forced: snapshot.forced.clone(),
            reopenings: snapshot.reopenings,
        }
    }
}

impl From<Snapshot> for Saved {
    fn from(snapshot: Snapshot) -> Self {
        Self::from(&snapshot)
    }
}

impl From<&Self> for Saved {
    fn from(saved: &Self) -> Self {
        saved.clone()
    }
}
