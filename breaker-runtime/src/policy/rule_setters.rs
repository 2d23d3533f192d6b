//! What opens a circuit, set in a policy: a threshold over a window, or failures in a row.

use core::num::{NonZeroU32, NonZeroU64};
use core::time::Duration;

use super::rule::{MILLION, millionths};
use super::table::Field;
use super::{Policy, PolicyError, Threshold, Window};
use crate::base::time::nanos;

/// # What opens the circuit
impl Policy {
    /// Opens when this many failures are in the window (rules S1 and S3), instead of at a share of
    /// the calls or at failures in a row. Default: 5.
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

    /// Opens when this share of the calls in the window failed (rules S2 and S3), in percent:
    /// `50.0` is a half, `12.5` one in eight, and `0.5` no half but one in two hundred. Four
    /// decimals are kept, and compared in integers: 29 of 100 is exactly `29.0`. It replaces a
    /// number of failures, and failures in a row.
    #[must_use]
    pub const fn threshold_percent(self, percent: f64) -> Self {
        match millionths(percent) {
            Some(share) => self.threshold_millionths(share),
            None => self.mistaken(PolicyError::PercentOutOfRange),
        }
    }

    /// The same share in millionths, as the attribute hands `"50%"` over.
    #[doc(hidden)]
    #[must_use]
    pub const fn threshold_millionths(mut self, share: u32) -> Self {
        match NonZeroU32::new(share) {
            Some(one) if share <= MILLION => self.threshold = Some(Threshold::Share(one)),
            _ => self = self.mistaken(PolicyError::PercentOutOfRange),
        }
        self.replacing(Field::Consecutive).setting(Field::Threshold)
    }

    /// Looks at the calls of this trailing time, instead of at failures in a row. Default: 10
    /// seconds.
    #[must_use]
    pub const fn window(self, time: Duration) -> Self {
        self.over(Window::time(time))
    }

    /// Looks at this many trailing calls instead of a time, or of failures in a row.
    #[must_use]
    pub const fn window_calls(self, calls: u32) -> Self {
        self.over(Window::calls(calls))
    }

    /// Looks at `window`, of either kind, instead of at failures in a row.
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

    /// With [`threshold_percent`](Self::threshold_percent): calls that the window must hold before
    /// it may open the circuit. Default: 20, or the window if that is fewer calls.
    ///
    /// A number of failures that is set afterwards takes it back; beside one that is set before, it
    /// is a mistake, for it says nothing that could take its place.
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

    /// Opens at this many failures in a row (rule S4), instead of at a threshold in a window.
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
