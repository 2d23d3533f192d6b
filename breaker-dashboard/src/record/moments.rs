//! Moments, in milliseconds since recording began.

/// Two readings of one moment may differ by so much.
pub(super) const SAME: i64 = 250;

/// The moment as it was read before, unless it is another one.
pub(super) fn settle(before: Option<i64>, now: Option<i64>) -> Option<i64> {
    match (before, now) {
        (Some(before), Some(now)) if (before - now).abs() < SAME => Some(before),
        (_, now) => now,
    }
}

/// The same of a moment that is shown for long: however late it was read, it stays the same.
/// What begins anew within a second is shown from when it began first.
pub(super) fn settle_shown(before: Option<i64>, now: Option<i64>) -> Option<i64> {
    match (before, now) {
        (Some(before), Some(now)) if before.abs_diff(now) < 1000 => Some(before),
        (_, now) => now,
    }
}

pub(crate) fn millis(time: std::time::Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 4)
}
