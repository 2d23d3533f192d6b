//! What a value was meant to be that lacks its unit, or stands in the place of a time.

use core::fmt;

use crate::policy::row::expects;

/// Whole numbers from here on may be milliseconds as well.
const MAY_BE_MILLIS: u128 = 100;

/// Whole numbers from here on rather are.
const ARE_MILLIS: u128 = 1_000;

/// The likeliest first, as the attribute has it.
pub(super) fn suggest(f: &mut fmt::Formatter<'_>, value: &str, expected: &str) -> fmt::Result {
    let has_unit = [expects::TIME, expects::TIME_OR_OFF, expects::WINDOW].contains(&expected);
    let is_digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = value.parse::<u128>().ok().filter(|_| has_unit && is_digits);
    let Some(number @ 1..) = number else { return Ok(()) };
    let units: &[&str] = match number {
        0..MAY_BE_MILLIS => &["s"],
        MAY_BE_MILLIS..ARE_MILLIS => &["s", "ms"],
        _ => &["ms", "s"],
    };
    let calls =
        (expected == expects::WINDOW).then_some(if number == 1 { " call" } else { " calls" });
    f.write_str(": write ")?;
    for (at, unit) in units.iter().copied().chain(calls).enumerate() {
        write!(f, "{}`{value}{unit}`", if at == 0 { "" } else { " or " })?;
    }
    Ok(())
}
