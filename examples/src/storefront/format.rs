//! Figures as a person reads them.

use std::time::Duration;

/// `22 ms`, `1.02 s`.
pub(crate) fn wait(wait: Duration) -> String {
    match wait.as_millis() {
        0 => "< 1 ms".to_owned(),
        millis @ 1..1000 => format!("{millis} ms"),
        _ => format!("{:.2} s", wait.as_secs_f64()),
    }
}

/// The same, or a dash where nobody waited.
pub(crate) fn wait_if_any(measured: Option<Duration>) -> String {
    measured.map_or_else(|| "-".to_owned(), wait)
}

/// A share in whole percent. Nothing of nothing is nothing.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    format!("{}%", (part * 100 + whole / 2).checked_div(whole).unwrap_or(0))
}

/// `1.9 times`.
pub(crate) fn times(part: usize, whole: usize) -> String {
    let tenths = (part * 10 + whole / 2).checked_div(whole).unwrap_or(0);
    format!("{}.{} times", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{percent, times, wait};
    use std::time::Duration;

    #[test]
    fn waits_take_the_unit_that_fits() {
        assert_eq!(wait(Duration::from_micros(999)), "< 1 ms");
        assert_eq!(wait(Duration::from_millis(999)), "999 ms");
        assert_eq!(wait(Duration::from_millis(1_034)), "1.03 s");
    }

    #[test]
    fn shares_are_rounded_and_survive_nothing() {
        assert_eq!((percent(2, 3), percent(1, 0)), ("67%".to_owned(), "0%".to_owned()));
        assert_eq!((times(17, 9), times(1, 0)), ("1.9 times".to_owned(), "0.0 times".to_owned()));
    }
}
