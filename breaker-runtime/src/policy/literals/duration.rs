//! The grammar of durations, read and written: one or more `<integer><unit>`, such as `1m 30s`.
//!
//! Its twin reads the attribute: `literals/duration/grammar.rs` of `breaker-macros`. The tests of
//! both crates read one table of cases, `cases.txt` beside this file: a change here fails there.

use core::fmt;
use core::time::Duration;

use super::split_digits;

const SECOND: u128 = 1_000_000_000;

/// The units with their length in nanoseconds, longest first.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400 * SECOND),
    ("h", 3_600 * SECOND),
    ("m", 60 * SECOND),
    ("s", SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Nothing for what the attribute would refuse; zero is told of by the policy.
pub(in crate::policy) fn parse(text: &str) -> Option<Duration> {
    let (mut rest, mut total, mut seen) = (text.trim(), 0_u128, [false; UNITS.len()]);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (number, after) = split_digits(rest);
        let end = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let unit = UNITS.iter().position(|(unit, _)| *unit == name)?;
        if core::mem::replace(seen.get_mut(unit)?, true) {
            return None;
        }
        let length = UNITS.get(unit)?.1;
        total = number.parse::<u128>().ok()?.checked_mul(length)?.checked_add(total)?;
        rest = after.trim_start();
    }
    from_nanos(total)
}

/// Nothing for what is too long.
pub(in crate::policy) fn from_nanos(nanos: u128) -> Option<Duration> {
    let seconds = u64::try_from(nanos / SECOND).ok()?;
    Some(Duration::new(seconds, u32::try_from(nanos % SECOND).ok()?))
}

/// The nanoseconds of a unit.
pub(in crate::policy) fn length(name: &str) -> Option<u128> {
    UNITS.iter().find(|(unit, _)| *unit == name).map(|(_, length)| *length)
}

/// A time in these forms: `1m 30s`.
pub(in crate::policy) struct Shown(pub(in crate::policy) Duration);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut rest, mut separator) = (self.0.as_nanos(), "");
        for (unit, length) in UNITS {
            let count = rest / length;
            rest %= length;
            if count > 0 {
                write!(f, "{separator}{count}{unit}")?;
                separator = " ";
            }
        }
        Ok(())
    }
}
