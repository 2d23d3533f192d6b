//! Mistakes in a policy.

use core::fmt;

/// A mistake in a [`Policy`](crate::Policy), or in a circuit's name or number of keys.
///
/// [`Policy::check`](crate::Policy::check) and the `try_new` of circuits return it; in a constant
/// it is a compile error.
///
/// ```
/// use breaker_runtime::{Policy, PolicyError};
///
/// let error = Policy::new().threshold(20).window_calls(10).check().unwrap_err();
/// assert_eq!(error, PolicyError::ThresholdAboveWindow);
/// assert_eq!(
///     error.to_string(),
///     "`threshold` is more failures than `window` has calls, so the circuit could never open: \
///      write a smaller `threshold` or a larger `window`",
/// );
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PolicyError {
    /// `threshold` is a number of failures, and zero.
    ZeroThreshold,
    /// `threshold` is not above 0 % and at most 100 %.
    PercentOutOfRange,
    /// `window` is no time or no calls.
    EmptyWindow,
    /// `threshold` is more failures than the window has calls.
    ThresholdAboveWindow,
    /// `min_calls` is zero.
    ZeroMinCalls,
    /// `min_calls` stands beside a number of failures, which it has no effect on.
    MinCallsWithCount,
    /// `min_calls` is more than the window has calls.
    MinCallsAboveWindow,
    /// `consecutive` is zero.
    ZeroConsecutive,
    /// `open_for` is zero.
    ZeroOpenFor,
    /// `half_open_calls` is zero.
    ZeroHalfOpenCalls,
    /// `half_open_calls` asks for more successes than there are trial calls.
    HalfOpenCallsAboveAll,
    /// `half_open_calls` is some of more than 65535 trial calls.
    TooManyHalfOpenCalls,
    /// `max_open_for` is shorter than `open_for`.
    MaxOpenForBelowOpenFor,
    /// `jitter` is not between 0 % and 100 %.
    JitterOutOfRange,
    /// `ramp_up` is zero.
    ZeroRampUp,
    /// `slow_call` is zero.
    ZeroSlowCall,
    /// `timeout` is zero.
    ZeroTimeout,
    /// `slow_call` is not shorter than `timeout`.
    SlowCallNotBelowTimeout,
    /// `max_keys` is zero.
    ZeroMaxKeys,
    /// `max_keys` is above 1048576.
    TooManyKeys,
    /// The circuit's name is empty or blank.
    EmptyName,
    /// The circuit's name begins or ends with a blank.
    BlankAroundName,
    /// The circuit's name has a `*` in it.
    StarInName,
    /// The circuit's name has a `[` or `]` in it.
    BracketInName,
    /// The circuit's name has a line break or another control character in it.
    ControlInName,
}

impl PolicyError {
    /// Returns the mistake in words, with the way to fix it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ZeroThreshold => "`threshold` must be at least 1",
            Self::PercentOutOfRange => "`threshold` must be above 0% and at most 100%",
            Self::EmptyWindow => "`window` must be longer than zero, or hold at least 1 call",
            Self::ThresholdAboveWindow => {
                "`threshold` is more failures than `window` has calls, so the circuit could never \
                 open: write a smaller `threshold` or a larger `window`"
            }
            Self::ZeroMinCalls => "`min_calls` must be at least 1",
            Self::MinCallsWithCount => {
                "`min_calls` needs a threshold in percent: write `threshold = \"50%\"`, or remove \
                 `min_calls`"
            }
            Self::MinCallsAboveWindow => {
                "`min_calls` is more than `window` has calls, so the circuit could never open: \
                 write a smaller `min_calls` or a larger `window`"
            }
            Self::ZeroConsecutive => "`consecutive` must be at least 1",
            Self::ZeroOpenFor => "`open_for` must be longer than zero",
            Self::ZeroHalfOpenCalls => "`half_open_calls` must be at least 1",
            Self::HalfOpenCallsAboveAll => {
                "`half_open_calls` asks for more successes than there are trial calls, so the \
                 circuit could never close: write the smaller number first, as in `4 of 5`"
            }
            Self::TooManyHalfOpenCalls => {
                "`half_open_calls` must be some of at most 65535 trial calls"
            }
            Self::MaxOpenForBelowOpenFor => {
                "`max_open_for` is shorter than `open_for`: write a longer `max_open_for` or a \
                 shorter `open_for`"
            }
            Self::JitterOutOfRange => "`jitter` must be from 0% to 100%",
            Self::ZeroRampUp => "`ramp_up` must be longer than zero",
            Self::ZeroSlowCall => "`slow_call` must be longer than zero",
            Self::ZeroTimeout => "`timeout` must be longer than zero",
            Self::SlowCallNotBelowTimeout => {
                "`slow_call` is not shorter than `timeout`, which ends slow calls first: write a \
                 shorter `slow_call` or a longer `timeout`"
            }
            Self::ZeroMaxKeys => "`max_keys` must be at least 1",
            Self::TooManyKeys => "`max_keys` must be at most 1048576",
            Self::EmptyName => "a name must not be empty: write one such as \"payments\"",
            Self::BlankAroundName => "a name can't begin or end with a blank: remove it",
            Self::StarInName => {
                "a name can't have a `*`, which stands for a group of circuits: remove it"
            }
            Self::BracketInName => {
                "a name can't have a `[` or `]`, which stand around a key: remove them"
            }
            Self::ControlInName => {
                "a name can't have control characters, such as line breaks: remove them"
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
