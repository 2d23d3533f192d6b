//! Mistakes in a policy.

use core::fmt;

/// Why a [`Policy`](crate::Policy) makes no sense, or a circuit can't be made with it.
///
/// ```
/// use breaker_runtime::{Policy, PolicyError};
///
/// let error = Policy::new().threshold(20).window_calls(10).check().unwrap_err();
/// assert_eq!(error, PolicyError::ThresholdAboveWindow);
/// assert_eq!(
///     error.to_string(),
///     "`threshold` is above the calls that `window` holds: the circuit could never open",
/// );
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PolicyError {
    /// A count threshold of zero.
    ZeroThreshold,
    /// A share that is not above 0 % and at most 100 %.
    PercentOutOfRange,
    /// A window of no time or no calls.
    EmptyWindow,
    /// A count threshold that the window of calls can't hold.
    ThresholdAboveWindow,
    /// `min_calls` of zero.
    ZeroMinCalls,
    /// `min_calls` beside a count threshold, which doesn't look at it.
    MinCallsWithCount,
    /// `min_calls` that the window of calls can't hold.
    MinCallsAboveWindow,
    /// `consecutive` of zero.
    ZeroConsecutive,
    /// `open_for` of zero.
    ZeroOpenFor,
    /// `half_open_calls` of zero.
    ZeroHalfOpenCalls,
    /// A longest open time that is shorter than the first one.
    MaxOpenForBelowOpenFor,
    /// A jitter that is not between 0 % and 100 %.
    JitterOutOfRange,
    /// `ramp_up` of zero.
    ZeroRampUp,
    /// `slow_call` of zero.
    ZeroSlowCall,
    /// `max_keys` of zero.
    ZeroMaxKeys,
    /// `max_keys` above 1048576.
    TooManyKeys,
    /// A circuit's name without a letter.
    EmptyName,
    /// A circuit's name that begins or ends with a blank.
    BlankAroundName,
    /// `*` in a circuit's name.
    StarInName,
    /// `[` or `]` in a circuit's name.
    BracketInName,
    /// A line break or another control character in a circuit's name.
    ControlInName,
}

impl PolicyError {
    /// The mistake in words, with the way out.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ZeroThreshold => "`threshold` must be at least 1",
            Self::PercentOutOfRange => "`threshold` must be above 0% and at most 100%",
            Self::EmptyWindow => "`window` must be longer than zero, or hold at least 1 call",
            Self::ThresholdAboveWindow => {
                "`threshold` is above the calls that `window` holds: the circuit could never open"
            }
            Self::ZeroMinCalls => "`min_calls` must be at least 1",
            Self::MinCallsWithCount => {
                "`min_calls` goes with a share: write the `threshold` in percent, \
                 or drop `min_calls`"
            }
            Self::MinCallsAboveWindow => {
                "`min_calls` is above the calls that `window` holds: the circuit could never open"
            }
            Self::ZeroConsecutive => "`consecutive` must be at least 1",
            Self::ZeroOpenFor => "`open_for` must be longer than zero",
            Self::ZeroHalfOpenCalls => "`half_open_calls` must be at least 1",
            Self::MaxOpenForBelowOpenFor => "`max_open_for` is below `open_for`",
            Self::JitterOutOfRange => "`jitter` must be from 0% to 100%",
            Self::ZeroRampUp => "`ramp_up` must be longer than zero",
            Self::ZeroSlowCall => "`slow_call` must be longer than zero",
            Self::ZeroMaxKeys => "`max_keys` must be at least 1",
            Self::TooManyKeys => "`max_keys` must be at most 1048576",
            Self::EmptyName => "a name must not be empty: write one such as \"payments\"",
            Self::BlankAroundName => "a name begins and ends without blanks: remove them",
            Self::StarInName => {
                "`*` in a name would stand for a group of circuits: write a name without it"
            }
            Self::BracketInName => {
                "`[` and `]` in a name would stand around a key: write a name without them"
            }
            Self::ControlInName => {
                "a name has no control characters, such as line breaks: remove them"
            }
        }
    }

    /// Stops a constant's evaluation with the mistake.
    #[track_caller]
    #[expect(clippy::panic, reason = "how a const fn reports to the compiler")]
    pub(crate) const fn fail(self) -> ! {
        panic!("{}", self.as_str())
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// As it is displayed: this is what `main` shows.
impl fmt::Debug for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for PolicyError {}
