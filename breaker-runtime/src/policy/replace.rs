//! Settings on top of others: what contradicts a new setting goes.

use super::{Policy, Window};

impl Policy {
    /// With this number of failures in a row as the rule: without threshold and window.
    #[must_use]
    pub(crate) const fn replacing_with_consecutive(mut self, failures: u32) -> Self {
        self.threshold = None;
        self.min_calls = None;
        self.window = None;
        self.window_is_calls = false;
        self.consecutive(failures)
    }

    /// With this number of failures as the threshold: without `min_calls`, which goes with a share.
    #[must_use]
    pub(crate) const fn replacing_with_count(mut self, failures: u32) -> Self {
        self.consecutive = None;
        self.min_calls = None;
        self.threshold(failures)
    }

    /// With this share as the threshold.
    #[must_use]
    pub(crate) const fn replacing_with_share(mut self, percent: f64) -> Self {
        self.consecutive = None;
        self.threshold_percent(percent)
    }

    /// With this window.
    #[must_use]
    pub(crate) const fn replacing_with_window(mut self, window: Window) -> Self {
        self.consecutive = None;
        self.over(window)
    }

    /// With this many calls before a share may open the circuit.
    #[must_use]
    pub(crate) const fn replacing_with_min_calls(mut self, calls: u32) -> Self {
        self.consecutive = None;
        self.min_calls(calls)
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{Policy, Window};

    const COUNT: Policy = Policy::new().threshold(3).window_calls(10);
    const SHARE: Policy = Policy::new().threshold_percent(50.0).window_calls(10).min_calls(4);
    const IN_A_ROW: Policy = Policy::new().consecutive(2).open_for(Duration::from_secs(5));

    #[test]
    fn what_contradicts_goes_and_the_rest_stays() {
        for (replaced, expected) in [
            (SHARE.replacing_with_consecutive(7), Policy::new().consecutive(7)),
            (SHARE.replacing_with_count(7), Policy::new().threshold(7).window_calls(10)),
            (
                COUNT.replacing_with_share(25.0),
                Policy::new().threshold_percent(25.0).window_calls(10),
            ),
            (IN_A_ROW.replacing_with_count(7), Policy::new().threshold(7).open_for(FIVE)),
            (
                IN_A_ROW.replacing_with_share(25.0).replacing_with_min_calls(6),
                Policy::new().threshold_percent(25.0).min_calls(6).open_for(FIVE),
            ),
            (
                IN_A_ROW.replacing_with_window(Window::calls(8)),
                Policy::new().window_calls(8).open_for(FIVE),
            ),
            (
                SHARE.replacing_with_window(Window::time(FIVE)),
                Policy::new().threshold_percent(50.0).min_calls(4).window(FIVE),
            ),
            (
                SHARE.replacing_with_min_calls(9),
                Policy::new().threshold_percent(50.0).window_calls(10).min_calls(9),
            ),
        ] {
            assert_eq!(replaced, expected);
            assert_eq!(replaced.check(), Ok(()));
        }
    }

    const FIVE: Duration = Duration::from_secs(5);
}
