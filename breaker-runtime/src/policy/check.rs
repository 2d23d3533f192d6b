//! Reading a policy, with its defaults filled in, and finding what doesn't go together.

use core::time::Duration;

use super::{Policy, PolicyError, Rule, Threshold, Window};

const DEFAULT_FAILURES: u32 = 5;
const DEFAULT_WINDOW: Window = Window::time(Duration::from_secs(10));
const DEFAULT_MIN_CALLS: u32 = 20;

impl Policy {
    /// What opens the circuit, defaults filled in.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        let window = self.looks_at();
        match self.threshold {
            None => Rule::Count { failures: DEFAULT_FAILURES, window },
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
            None => DEFAULT_WINDOW,
            Some(calls) if self.window_is_calls => Window::calls(calls.get() as u32),
            Some(nanos) => Window::time(Duration::from_nanos(nanos.get())),
        }
    }

    const fn min_calls_in(&self, window: Window) -> u32 {
        match (self.min_calls, window) {
            (Some(calls), _) => calls.get(),
            (None, Window::Calls(calls)) if calls < DEFAULT_MIN_CALLS => calls,
            (None, _) => DEFAULT_MIN_CALLS,
        }
    }

    /// How long the circuit stays open, the first time.
    #[must_use]
    pub const fn open_time(&self) -> Duration {
        Duration::from_nanos(self.open_for)
    }

    /// What the open time may grow to, if it grows.
    #[must_use]
    pub const fn longest_open_time(&self) -> Option<Duration> {
        match self.max_open_for {
            Some(nanos) => Some(Duration::from_nanos(nanos.get())),
            None => None,
        }
    }

    /// By how many millionths an open time may be longer or shorter.
    #[must_use]
    pub const fn jitter_millionths(&self) -> u32 {
        self.jitter
    }

    /// How many trial calls close the circuit.
    #[must_use]
    pub const fn trial_calls(&self) -> u32 {
        self.half_open_calls
    }

    /// How long a closing circuit takes to admit all calls again, if it takes its time.
    #[must_use]
    pub const fn ramp_up_time(&self) -> Option<Duration> {
        match self.ramp_up {
            Some(nanos) => Some(Duration::from_nanos(nanos.get())),
            None => None,
        }
    }

    /// What a call may take before it counts as a failure, if that matters.
    #[must_use]
    pub const fn slow_after(&self) -> Option<Duration> {
        match self.slow_call {
            Some(nanos) => Some(Duration::from_nanos(nanos.get())),
            None => None,
        }
    }

    /// Whether it matters how long a call takes.
    pub(crate) const fn watches(&self) -> bool {
        self.slow_call.is_some()
    }

    /// Whether calls are never rejected.
    #[must_use]
    pub const fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Whether the circuit does anything.
    #[must_use]
    pub const fn is_enabled(&self) -> bool {
        self.enabled
    }

    /// Whether the settings make sense, alone and together.
    ///
    /// # Errors
    ///
    /// The first mistake found.
    pub const fn check(&self) -> Result<(), PolicyError> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let is_share = matches!(self.threshold, Some(Threshold::Share(_)));
        if self.min_calls.is_some() && !is_share {
            return Err(PolicyError::MinCallsWithCount);
        }
        match self.max_open_for {
            Some(max) if max.get() < self.open_for => Err(PolicyError::MaxOpenForBelowOpenFor),
            _ => self.rule().check(),
        }
    }

    /// The first value that makes no sense by itself.
    pub(crate) const fn mistake(&self) -> Option<PolicyError> {
        self.mistake
    }

    /// The policy itself if it makes sense.
    ///
    /// # Panics
    ///
    /// If it does not; in a constant that is a compile error.
    #[track_caller]
    pub(crate) const fn checked(self) -> Self {
        if let Err(error) = self.check() {
            error.fail();
        }
        self
    }
}
