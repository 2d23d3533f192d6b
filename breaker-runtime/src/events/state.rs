//! The states of a circuit.

use core::fmt;

/// What a circuit does with calls at the moment.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Policy, State};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
/// assert_eq!(DB.state(), State::Closed);
/// assert_eq!(DB.state().to_string(), "closed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
// Rejections hold a state beside a number of the same size. Without padding they move in whole
// words, and not in pieces that a processor has to wait for.
#[repr(u32)]
pub enum State {
    /// Calls pass, and the circuit counts failures (rules
    /// [S1](crate::_guide::rules#s1-a-number-of-failures-in-a-time) to
    /// [S4](crate::_guide::rules#s4-failures-in-a-row)).
    Closed,
    /// The circuit rejects calls until the open time is over (rule
    /// [S5](crate::_guide::rules#s5-open)).
    Open,
    /// The open time is over: a limited number of trial calls pass (rule
    /// [S6](crate::_guide::rules#s6-half-open)).
    ///
    /// A circuit is shown as half-open from the end of the open time on; its event comes with the
    /// next call.
    HalfOpen,
    /// The trial calls succeeded: a growing share of calls passes (rule
    /// [S9](crate::_guide::rules#s9-ramp-up)).
    RampUp,
    /// The circuit rejects calls until it is reset or forced closed, or for a given time (rule
    /// [S10](crate::_guide::rules#s10-forced-states)).
    ForcedOpen,
    /// Calls pass and the window records nothing, until the circuit is reset or forced open, or for
    /// a given time (rule [S10](crate::_guide::rules#s10-forced-states)).
    ForcedClosed,
}

impl State {
    pub(crate) const ALL: [Self; 6] = [
        Self::Closed,
        Self::Open,
        Self::HalfOpen,
        Self::RampUp,
        Self::ForcedOpen,
        Self::ForcedClosed,
    ];

    /// Whether somebody has forced the circuit.
    pub(crate) const fn is_forced(self) -> bool {
        matches!(self, Self::ForcedOpen | Self::ForcedClosed)
    }

    /// Whether time alone can end it.
    pub(crate) const fn may_end_by_itself(self) -> bool {
        matches!(self, Self::Open | Self::RampUp | Self::ForcedOpen | Self::ForcedClosed)
    }

    /// Whether a circuit in this state rejects calls, or lets trial calls or a share of them pass.
    pub(crate) const fn is_outage(self) -> bool {
        !matches!(self, Self::Closed | Self::ForcedClosed)
    }

    /// The state in lower case with underscores, as in logs and metrics: `closed`, `open`,
    /// `half_open`, `ramp_up`, `forced_open`, `forced_closed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
            Self::RampUp => "ramp_up",
            Self::ForcedOpen => "forced_open",
            Self::ForcedClosed => "forced_closed",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::HalfOpen => "half-open",
            Self::RampUp => "ramp-up",
            Self::ForcedOpen => "forced open",
            Self::ForcedClosed => "forced closed",
            Self::Closed | Self::Open => self.as_str(),
        })
    }
}
