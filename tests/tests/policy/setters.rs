//! A setter replaces what it contradicts, and leaves the rest.

use core::time::Duration;

use breaker_runtime::{Policy, PolicyError, Window};

const FIVE: Duration = Duration::from_secs(5);
const COUNT: Policy = Policy::new().threshold(3).window_calls(10);
const SHARE: Policy = Policy::new().threshold_percent(50.0).window_calls(10).min_calls(4);
const IN_A_ROW: Policy = Policy::new().consecutive(2).open_for(FIVE);

#[test]
fn what_contradicts_goes_and_the_rest_stays() {
    for (replaced, expected) in [
        (SHARE.consecutive(7), Policy::new().consecutive(7)),
        (SHARE.threshold(7), Policy::new().threshold(7).window_calls(10)),
        (COUNT.threshold_percent(25.0), Policy::new().threshold_percent(25.0).window_calls(10)),
        (IN_A_ROW.threshold(7), Policy::new().threshold(7).open_for(FIVE)),
        (
            IN_A_ROW.threshold_percent(25.0).min_calls(6),
            Policy::new().threshold_percent(25.0).min_calls(6).open_for(FIVE),
        ),
        (
            IN_A_ROW.min_calls(6).threshold_percent(25.0),
            Policy::new().threshold_percent(25.0).min_calls(6).open_for(FIVE),
        ),
        (IN_A_ROW.over(Window::calls(8)), Policy::new().window_calls(8).open_for(FIVE)),
        (IN_A_ROW.window(FIVE), Policy::new().window(FIVE).open_for(FIVE)),
        (SHARE.window(FIVE), Policy::new().threshold_percent(50.0).min_calls(4).window(FIVE)),
        (SHARE.min_calls(9), Policy::new().threshold_percent(50.0).window_calls(10).min_calls(9)),
        (IN_A_ROW.consecutive(4), Policy::new().consecutive(4).open_for(FIVE)),
    ] {
        assert_eq!(replaced, expected);
        assert_eq!(replaced.check(), Ok(()));
    }
}

/// It has no effect without a share, and says nothing of which there could be one.
#[test]
fn min_calls_without_a_share_are_a_mistake() {
    for policy in [COUNT.min_calls(4), IN_A_ROW.min_calls(4), Policy::new().min_calls(4)] {
        assert_eq!(policy.check(), Err(PolicyError::MinCallsWithCount), "{policy}");
    }
}
