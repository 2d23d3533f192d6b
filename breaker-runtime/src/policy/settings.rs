//! The settings of a policy, to be read.

use core::fmt;
use core::num::NonZeroU64;
use core::time::Duration;

use super::rule::MILLION;
use super::table::Field;
use super::{Policy, Rule, Threshold, Window};
use crate::base::time::nanos;

/// All settings of a [`Policy`], to be read: one field for each, defaults included.
///
/// [`Policy::settings`] makes it. The fields have the names of the attribute's arguments.
///
/// ```
/// use breaker_runtime::{Policy, Rule, Window};
/// use std::time::Duration;
///
/// let settings = Policy::new().threshold(3).slow_call(Duration::from_secs(2)).settings();
/// let window = Window::time(Duration::from_secs(10));
/// assert_eq!(settings.rule, Rule::Count { failures: 3, window });
/// assert_eq!(settings.slow_call, Some(Duration::from_secs(2)));
/// assert_eq!(settings.open_for, Duration::from_secs(30));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// What opens the circuit: `threshold`, `window` and `min_calls`, or `consecutive`.
    pub rule: Rule,
    /// How long the circuit stays open the first time.
    pub open_for: Duration,
    /// The longest open time, if reopenings in a row double it.
    pub max_open_for: Option<Duration>,
    /// How much longer or shorter an open time may be, in millionths of it: `jitter`.
    pub jitter_millionths: u32,
    /// How many trial calls must succeed to close the circuit.
    pub half_open_calls: u32,
    /// Of how many; the same number unless some may fail.
    pub half_open_calls_of: u32,
    /// How long the circuit takes after closing until it admits all calls; `None` for at once.
    pub ramp_up: Option<Duration>,
    /// How long a call may take before it counts as a failure; `None` for any time.
    pub slow_call: Option<Duration>,
    /// Whether the circuit only reports and never rejects a call.
    pub dry_run: bool,
    /// Whether the circuit is switched on.
    pub enabled: bool,
    /// Whether the circuit keeps the text of the last error.
    pub last_error: bool,
}

// What is not given is this, or else off.
const FAILURES: u32 = 5;
const WINDOW: Window = Window::time(Duration::from_secs(10));
const MIN_CALLS: u32 = 20;
pub(super) const OPEN_FOR: Duration = Duration::from_secs(30);
pub(super) const HALF_OPEN_CALLS: u32 = 1;

/// # Reading the settings
impl Policy {
    /// The longest time for which somebody [outside](crate::FromOutside) may suspect the circuit:
    /// the longest open time, jitter included; ten times [`open_for`](Self::open_for) where open
    /// times don't grow.
    ///
    /// ```
    /// use breaker_runtime::Policy;
    /// use std::time::Duration;
    ///
    /// let policy = Policy::new().open_for(Duration::from_secs(10));
    /// assert_eq!(policy.longest_from_outside(), Duration::from_secs(100));
    /// let policy = policy.max_open_for(Duration::from_secs(60)).jitter_percent(10.0);
    /// assert_eq!(policy.longest_from_outside(), Duration::from_secs(66));
    /// ```
    #[must_use]
    pub fn longest_from_outside(&self) -> Duration {
        let (longest, jitter_millionths) = (self.longest_told(), self.settings().jitter_millionths);
        let jitter = u128::from(nanos(longest)) * u128::from(jitter_millionths);
        let jitter = u64::try_from(jitter / u128::from(MILLION)).unwrap_or(u64::MAX);
        longest.saturating_add(Duration::from_nanos(jitter))
    }

    /// The longest time that somebody else may keep the circuit open, before jitter: who asks is no
    /// more trusted than the circuit's own experience (rule S19).
    pub(crate) fn longest_told(&self) -> Duration {
        let Settings { open_for, max_open_for, .. } = self.settings();
        max_open_for.unwrap_or(open_for.saturating_mul(10))
    }

    /// Returns all settings as public fields, defaults included.
    #[must_use]
    #[inline]
    pub const fn settings(&self) -> Settings {
        Settings {
            rule: self.rule(),
            open_for: Duration::from_nanos(self.open_for),
            max_open_for: optional(self.max_open_for),
            jitter_millionths: self.jitter,
            half_open_calls: self.half_open_calls,
            half_open_calls_of: self.half_open_calls.saturating_add(self.half_open_failures as u32),
            ramp_up: optional(self.ramp_up),
            slow_call: optional(self.slow_call),
            dry_run: self.dry_run,
            enabled: self.enabled,
            last_error: self.last_error,
        }
    }

    /// What opens the circuit.
    pub(crate) const fn rule(&self) -> Rule {
        let window = self.looks_at();
        match self.threshold {
            None => Rule::Count { failures: FAILURES, window },
            Some(Threshold::Failures(failures)) => Rule::Count { failures: failures.get(), window },
            Some(Threshold::Share(share)) => {
                let min_calls = self.min_calls_in(window);
                Rule::Share { millionths: share.get(), min_calls, window }
            }
            Some(Threshold::Consecutive(failures)) => {
                Rule::Consecutive { failures: failures.get() }
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "calls were a u32")]
    const fn looks_at(&self) -> Window {
        match self.window {
            None => WINDOW,
            Some(calls) if self.window_is_calls => Window::calls(calls.get() as u32),
            Some(nanos) => Window::time(Duration::from_nanos(nanos.get())),
        }
    }

    const fn min_calls_in(&self, window: Window) -> u32 {
        match (self.min_calls, window) {
            (Some(calls), _) => calls.get(),
            (None, Window::Calls(calls)) if calls < MIN_CALLS => calls,
            (None, _) => MIN_CALLS,
        }
    }

    /// Whether it matters how long a call takes.
    pub(crate) const fn watches(&self) -> bool {
        self.slow_call.is_some()
    }
}

const fn optional(nanos: Option<NonZeroU64>) -> Option<Duration> {
    match nanos {
        Some(nanos) => Some(Duration::from_nanos(nanos.get())),
        None => None,
    }
}

/// In the words of the attribute's documentation: `5 failures in 10s, open for 30s, 1 trial call`.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Field::ALL.iter().try_for_each(|field| (field.row().phrase)(self, f))
    }
}

/// As its [`Settings`] are displayed: `5 failures in 10s, open for 30s, 1 trial call`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings().fmt(f)
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Policy").field(&self.settings()).finish()
    }
}
