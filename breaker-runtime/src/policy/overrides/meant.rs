//! What a value was meant to be that lacks its unit, or a space, or has one too many.

use core::fmt;

use crate::policy::row::expects;
use crate::policy::table::Field;

/// Whole numbers from here on may be milliseconds as well.
const MAY_BE_MILLIS: u128 = 100;

/// Whole numbers from here on rather are.
const ARE_MILLIS: u128 = 1_000;

/// The likeliest first, as the attribute has it.
pub(super) fn suggest(f: &mut fmt::Formatter<'_>, value: &str, expected: &str) -> fmt::Result {
    let has_unit = [expects::TIME, expects::TIME_OR_OFF, expects::WINDOW].contains(&expected);
    let is_digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = value.parse::<u128>().ok().filter(|_| has_unit && is_digits);
    let Some(number @ 1..) = number else {
        return respaced(value, expected).map_or(Ok(()), |fix| write!(f, ": write `{fix}`"));
    };
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

/// `50 %`, `10 s`, `100calls`, `2 call`: right, but for a space or the plural.
fn respaced(value: &str, expected: &str) -> Option<String> {
    let compact: String = value.split_whitespace().collect();
    let number = compact.strip_suffix("calls").or_else(|| compact.strip_suffix("call"));
    let calls = number.map(|number| match number {
        "1" => "1 call".to_owned(),
        many => format!("{many} calls"),
    });
    let has_unit = compact.contains(|letter: char| letter == '%' || letter.is_alphabetic());
    let fields = || Field::ALL.iter().filter(|field| field.row().expects == expected);
    let is_right = |text: &String| fields().any(|field| field.setting(text).is_ok());
    calls.into_iter().chain([compact]).find(is_right).filter(|_| has_unit)
}
