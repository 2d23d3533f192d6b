//! The error of a call that was not admitted.

use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;

use crate::base::identity::CircuitId;
use crate::base::time::Time;
use crate::call::found;
use crate::call::occupant::OccupantId;
use crate::call::sources;
use crate::events::state::State;

/// The error of a rejected call: the circuit is open, or half-open with its trial calls under way.
///
/// `CircuitOpen` is small, `Copy`, and made without allocating. Errors of your own take it by
/// `From`, and name it as their source, as `#[from]` of `thiserror` does: only then does
/// [`behind`](Self::behind) find it, and an outer circuit ignore it (rule
/// [S20](crate::_guide::rules#s20-rejections-from-within)). [The guide](crate::_guide::errors) has
/// more on errors.
///
/// ```
/// use std::error::Error;
///
/// use breaker_runtime::{circuit_breaker, CircuitOpen};
///
/// #[derive(Debug)]
/// enum PayError { Declined, Unavailable(CircuitOpen) }
///
/// impl Error for PayError {
///     fn source(&self) -> Option<&(dyn Error + 'static)> {
///         match self {
///             PayError::Declined => None,
///             PayError::Unavailable(open) => Some(open),
///         }
///     }
/// }
/// # impl std::fmt::Display for PayError {
/// #     fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) }
/// # }
///
/// impl From<CircuitOpen> for PayError {
///     fn from(open: CircuitOpen) -> Self {
///         PayError::Unavailable(open)
///     }
/// }
///
/// #[circuit_breaker(threshold = 1)]
/// fn pay(cents: u32) -> Result<(), PayError> {
///     if cents > 100 { Err(PayError::Declined) } else { Ok(()) }
/// }
///
/// assert!(matches!(pay(101), Err(PayError::Declined)));
/// let Err(PayError::Unavailable(open)) = pay(1) else { panic!("not rejected") };
/// assert!(open.retry_after().is_some());
/// assert_eq!(CircuitOpen::behind(&PayError::Unavailable(open)), Some(open));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CircuitOpen {
    rejection: Rejection,
}

/// Whether a circuit has ever been able to reject. Not one of loom's: threads need not agree on
/// anything by it.
static ANY: AtomicBool = AtomicBool::new(false);

/// What a [`CircuitOpen`] says, and the [`source`](core::error::Error::source) that it names.
///
/// An error that wraps another one transparently shows that one's source as its own, and so hides
/// the error itself: a `thiserror` enum with `#[error(transparent)]`, an `Arc`, a `Box`, an
/// `io::Error`. A rejection that is its own source shines through all of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Rejection {
    name: &'static str,
    state: State,
    circuit: CircuitId,
    /// The key that had the circuit, if its function has one for each.
    occupant: Option<OccupantId>,
    /// [`Time::NEVER`]'s nanoseconds for "nobody knows".
    retry_after: u64,
}

impl CircuitOpen {
    /// `retry_after` is [packed](Self::pack).
    pub(crate) const fn new(
        name: &'static str,
        state: State,
        circuit: CircuitId,
        retry_after: u64,
    ) -> Self {
        Self { rejection: Rejection { name, state, circuit, occupant: None, retry_after } }
    }

    /// The rejection of a circuit that this key has.
    #[inline]
    pub(crate) const fn of_occupant(mut self, occupant: OccupantId) -> Self {
        self.rejection.occupant = Some(occupant);
        self
    }

    /// The time until `until`, in one word.
    pub(crate) const fn pack(until: Time, now: Time) -> u64 {
        match until {
            Time::NEVER => Time::NEVER.as_nanos(),
            until => until.as_nanos().saturating_sub(now.as_nanos()),
        }
    }

    /// The rejection that caused `error`, if one did: the error itself, or one of its sources.
    ///
    /// Retries ask it when to try again:
    ///
    /// ```
    /// use breaker_runtime::{circuit_breaker, CircuitOpen};
    /// use std::io;
    ///
    /// #[circuit_breaker(threshold = 1)]
    /// fn read(path: &str) -> io::Result<String> {
    ///     std::fs::read_to_string(path)
    /// }
    ///
    /// let is_worth_another_try = |error: &io::Error| CircuitOpen::behind(error).is_none();
    /// assert!(is_worth_another_try(&read("no such file").unwrap_err()));
    /// assert!(!is_worth_another_try(&read("no such file").unwrap_err()));
    /// ```
    ///
    /// It follows up to 32 [`source`](core::error::Error::source)s, through `#[from]`,
    /// `#[error(transparent)]`, `io::Error`, `Box`, `Arc`, `anyhow` and `eyre`. An error that only
    /// quotes a rejection's text, or carries a rejection without naming it as its source, hides it.
    #[must_use]
    pub fn behind(error: &(dyn core::error::Error + '_)) -> Option<Self> {
        sources::find(error).map(|rejection| Self { rejection: *rejection })
    }

    /// The circuit that rejected the call.
    pub(crate) const fn circuit(&self) -> CircuitId {
        self.rejection.circuit
    }

    /// The key that had the circuit, if its function has one for each.
    pub(crate) const fn occupant(&self) -> Option<OccupantId> {
        self.rejection.occupant
    }

    /// The circuit whose rejection is behind an error with this source; the rejection is
    /// [kept](found::keep).
    #[cold]
    #[inline(never)]
    pub(crate) fn whose_is_behind(
        source: Option<&(dyn core::error::Error + 'static)>,
    ) -> Option<CircuitId> {
        let behind = sources::find_from(source);
        behind.map(|rejection: &Rejection| found::keep(Self { rejection: *rejection }))
    }

    /// Whether there may be a rejection anywhere in the program: until then nobody looks at the
    /// sources of a failure.
    #[inline]
    pub(crate) fn is_seen() -> bool {
        ANY.load(Ordering::Relaxed)
    }

    /// Notes that a circuit leaves the states that reject nothing. Called before its word says so:
    /// whoever sees a rejection has seen the word, and so sees this.
    pub(crate) fn may_follow() {
        if !Self::is_seen() {
            ANY.store(true, Ordering::Relaxed);
        }
    }

    /// The name of the circuit, or of its function if the circuit is that of a [`key`](Self::key).
    /// Printed, the error names both: `download[example.org]`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.rejection.name
    }

    /// The state in which the circuit rejected the call: open, half-open, in a ramp-up, or forced
    /// open.
    #[must_use]
    pub const fn state(&self) -> State {
        self.rejection.state
    }

    /// How long until the circuit may admit a call: the rest of its open time, or of the time that
    /// a trial call under way may take. Zero in a ramp-up, which admits a share of calls. `None` if
    /// the circuit was forced open.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self.rejection.retry_after {
            u64::MAX => None,
            nanos => Some(Duration::from_nanos(nanos)),
        }
    }
}

/// Shown as by `Display`, because `main` prints errors by `Debug`.
impl fmt::Debug for CircuitOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for CircuitOpen {
    /// What [`behind`](CircuitOpen::behind) looks for.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.rejection)
    }
}

/// The last line of a printed chain of errors, below the one that names the circuit.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the circuit breaker rejected the call before it was made")
    }
}

/// Shown as the error is whose source it is: whoever prints sources wants to know which circuit.
impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&CircuitOpen { rejection: *self }, f)
    }
}

impl core::error::Error for Rejection {}

/// Of kind [`Other`](std::io::ErrorKind::Other); the rejection is its inner error.
impl From<CircuitOpen> for std::io::Error {
    fn from(open: CircuitOpen) -> Self {
        Self::other(open)
    }
}
