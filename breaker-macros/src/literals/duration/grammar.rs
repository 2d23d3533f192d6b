//! The grammar of durations, read and written: one or more `<integer><unit>`, such as `1m 30s`.
//!
//! Its twin reads overrides: `policy/literals/duration.rs` of `breaker-runtime`. The tests of both
//! crates read one table of cases, `policy/literals/cases.txt`: a change here fails there.

use std::time::Duration;

use crate::literals::text::split_digits;

pub(super) const SECOND: u128 = 1_000_000_000;

/// The units with their length in nanoseconds, longest first.
pub(super) const UNITS: [(&str, u128); 7] = [
    ("d", 86_400 * SECOND),
    ("h", 3_600 * SECOND),
    ("m", 60 * SECOND),
    ("s", SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// The length in nanoseconds of what is written as the grammar wants it.
pub(super) fn strict(mut rest: &str) -> Option<u128> {
    let (mut total, mut seen) = (0_u128, Vec::new());
    while !rest.is_empty() {
        let (number, after) = split_digits(rest);
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let (unit, length) = UNITS.into_iter().find(|(unit, _)| *unit == name)?;
        if seen.contains(&unit) {
            return None;
        }
        seen.push(unit);
        total = number.parse::<u128>().ok()?.checked_mul(length)?.checked_add(total)?;
        rest = after.trim_start();
    }
    (!seen.is_empty()).then_some(total)
}

/// The duration of what is written as the grammar wants it, if it is one.
pub(super) fn exact(text: &str) -> Option<Duration> {
    strict(text).and_then(|nanos| from_nanos(nanos).ok())
}

/// A duration as one would type it; nothing for zero.
pub(crate) fn text(duration: Duration) -> Option<String> {
    in_units(duration.as_nanos())
}

/// Writes a length in the units of the grammar; nothing for zero.
pub(super) fn in_units(mut nanos: u128) -> Option<String> {
    let mut parts = Vec::new();
    for (unit, length) in UNITS {
        if nanos >= length {
            parts.push(format!("{}{unit}", nanos / length));
            nanos %= length;
        }
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

pub(super) fn from_nanos(nanos: u128) -> Result<Duration, String> {
    if nanos == 0 {
        return Err(too_short());
    }
    let seconds = u64::try_from(nanos / SECOND).map_err(|_| too_long())?;
    let rest = u32::try_from(nanos % SECOND).map_err(|_| too_long())?;
    Ok(Duration::new(seconds, rest))
}

pub(super) fn too_short() -> String {
    "a duration must be longer than zero".to_owned()
}

pub(super) fn too_long() -> String {
    "too long: the longest duration is 2^64 seconds".to_owned()
}
