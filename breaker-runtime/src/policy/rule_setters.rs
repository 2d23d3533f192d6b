//! What opens a circuit, set in a policy: a threshold over a window, or failures in a row.

use core::num::{NonZeroU32, NonZeroU64};
use core::time::Duration;

use super::rule::{MILLION, millionths};
use super::table::Field;
use super::{Policy, PolicyError, Threshold, Window};
use crate::base::time::nanos;

/// # What opens the circuit
impl Policy {
    /// Opens the circuit at this many failures in the window (rules
    /// [S1](crate::_guide::rules#s1-a-number-of-failures-in-a-time) and
    /// [S3](crate::_guide::rules#s3-a-window-of-calls)). Default: 5.
    ///
    /// Replaces a percentage, and failures in a row.
    #[must_use]
    pub const fn threshold(mut self, failures: u32) -> Self {
        match NonZeroU32::new(failures) {
            Some(failures) => {
                self = self.replacing(Field::Consecutive).replacing(Field::MinCalls);
                self.threshold = Some(Threshold::Failures(failures));
                self.min_calls = None;
            }
            None => self = self.mistaken(PolicyError::ZeroThreshold),
        }
        self.setting(Field::Threshold)
    }

    /// Opens the circuit when this percentage of the calls in the window has failed (rules
    /// [S2](crate::_guide::rules#s2-a-percentage-in-a-time) and
    /// [S3](crate::_guide::rules#s3-a-window-of-calls)).
    ///
    /// `50.0` is a half, `12.5` one in eight, and `0.5` one in two hundred. The circuit keeps four
    /// decimals and compares integers: 29 of 100 is exactly `29.0`.
    ///
    /// Replaces a number of failures, and failures in a row.
    #[must_use]
    pub const fn threshold_percent(self, percent: f64) -> Self {
        match millionths(percent) {
            Some(share) => self.threshold_millionths(share),
            None => self.mistaken(PolicyError::PercentOutOfRange),
        }
    }

    /// Opens the circuit at this share of the calls, in millionths: the attribute's `"50%"` is 500
    /// 000.
    #[doc(hidden)]
    #[must_use]
    pub const fn threshold_millionths(mut self, share: u32) -> Self {
        match NonZeroU32::new(share) {
            Some(one) if share <= MILLION => self.threshold = Some(Threshold::Share(one)),
            _ => self = self.mistaken(PolicyError::PercentOutOfRange),
        }
        self.replacing(Field::Consecutive).setting(Field::Threshold)
    }

    /// Counts the calls of the last `time` (rules
    /// [S1](crate::_guide::rules#s1-a-number-of-failures-in-a-time) and
    /// [S2](crate::_guide::rules#s2-a-percentage-in-a-time)). Default: 10 seconds.
    ///
    /// Replaces a window of calls, and failures in a row.
    #[must_use]
    pub const fn window(self, time: Duration) -> Self {
        self.over(Window::time(time))
    }

    /// Counts the last `calls` calls (rule [S3](crate::_guide::rules#s3-a-window-of-calls)).
    ///
    /// Replaces a window of time, and failures in a row.
    #[must_use]
    pub const fn window_calls(self, calls: u32) -> Self {
        self.over(Window::calls(calls))
    }

    /// Sets the window, of time or of calls, as a [`Window`].
    ///
    /// Replaces an earlier window, and failures in a row.
    #[must_use]
    pub const fn over(mut self, window: Window) -> Self {
        let (size, is_calls) = match window {
            Window::Time(time) => (nanos(time), false),
            Window::Calls(calls) => (calls as u64, true),
        };
        match NonZeroU64::new(size) {
            Some(size) => {
                self = self.in_a_window();
                (self.window, self.window_is_calls) = (Some(size), is_calls);
            }
            None => self = self.mistaken(PolicyError::EmptyWindow),
        }
        self.setting(Field::Window)
    }

    /// Sets how many calls the window must hold before a [percentage](Self::threshold_percent) may
    /// open the circuit. Default: 20, or the window's calls if those are fewer.
    ///
    /// A number of failures that is set later removes `min_calls`. Beside a number of failures that
    /// was set before, `min_calls` is a [mistake](PolicyError::MinCallsWithCount).
    #[must_use]
    pub const fn min_calls(mut self, calls: u32) -> Self {
        match NonZeroU32::new(calls) {
            Some(calls) => {
                self = self.in_a_window();
                self.min_calls = Some(calls);
            }
            None => self = self.mistaken(PolicyError::ZeroMinCalls),
        }
        self.setting(Field::MinCalls)
    }

    /// Opens the circuit at this many failures in a row (rule
    /// [S4](crate::_guide::rules#s4-failures-in-a-row)). Replaces a threshold and its window.
    ///
    /// ```
    /// use breaker_runtime::Policy;
    ///
    /// const SHARE: Policy = Policy::new().threshold_percent(50.0).min_calls(10);
    /// assert_eq!(SHARE.consecutive(3), Policy::new().consecutive(3));
    /// ```
    #[must_use]
    pub const fn consecutive(mut self, failures: u32) -> Self {
        match NonZeroU32::new(failures) {
            Some(failures) => {
                self.threshold = Some(Threshold::Consecutive(failures));
                (self.window, self.window_is_calls) = (None, false);
                self.min_calls = None;
            }
            None => self = self.mistaken(PolicyError::ZeroConsecutive),
        }
        self.replacing(Field::Threshold)
            .replacing(Field::Window)
            .replacing(Field::MinCalls)
            .setting(Field::Consecutive)
    }

    /// Without failures in a row, which have no window.
    const fn in_a_window(mut self) -> Self {
        if let Some(Threshold::Consecutive(_)) = self.threshold {
            self.threshold = None;
        }
        self.replacing(Field::Consecutive)
    }
}
