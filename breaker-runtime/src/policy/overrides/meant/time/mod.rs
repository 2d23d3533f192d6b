//! Times that are written as the attribute does not have them.

mod iso;
mod parts;

use core::time::Duration;

use super::number::{Number, plain};
use super::{Meant, range};
use crate::policy::literals::duration;

/// Whole numbers from here on may be milliseconds as well.
const MAY_BE_MILLIS: u128 = 100;

/// Whole numbers from here on rather are.
const ARE_MILLIS: u128 = 1_000;

/// `10sec`, `1.5 minutes`, `1h30`, `1_000ms`, `PT1M30S`, `10`, `5s..30s`.
pub(super) fn meant(text: &str) -> Meant {
    if let Some(range) = range::meant(text) {
        return range;
    }
    let text = plain(text)?;
    if text.strip_prefix('-').and_then(Number::split_off).is_some() {
        return Err(TOO_SHORT.to_owned());
    }
    match Number::split_off(&text) {
        Some((number, rest)) if rest.trim_matches(['.', '-', ' ']).is_empty() => alone(&number),
        _ => one(&text).map(|time| vec![time]),
    }
}

/// A number without a unit.
fn alone(number: &Number) -> Meant {
    const SECOND: u128 = 1_000_000_000;
    let number = match (number.whole(), number.times(1)) {
        (Some(digits), _) => digits.to_owned(),
        (None, Some(whole)) if whole >= MAY_BE_MILLIS => whole.to_string(),
        (None, _) => {
            let nanos = number.times(SECOND).ok_or_else(|| INEXACT.to_owned())?;
            let is_small = nanos < MAY_BE_MILLIS * SECOND;
            return if is_small { shown(nanos).map(|time| vec![time]) } else { missing_unit() };
        }
    };
    let value = number.parse().unwrap_or(u128::MAX);
    shown(value.saturating_mul(SECOND))?;
    let units: &[_] = match value {
        0..MAY_BE_MILLIS => &["s"],
        MAY_BE_MILLIS..ARE_MILLIS => &["s", "ms"],
        _ => &["ms", "s"],
    };
    Ok(units.iter().map(|unit| format!("{number}{unit}")).collect())
}

/// One time, of one or more parts.
pub(super) fn one(text: &str) -> Result<String, String> {
    let parts = match iso::prefix(text) {
        Some(prefix) => iso::parts(text, prefix)?,
        None => parts::parts(text)?,
    };
    let mut total = 0_u128;
    for part in &parts {
        total = total.saturating_add(part.nanos()?);
    }
    let in_units = shown(total)?;
    let as_written: Vec<_> = parts.iter().filter_map(parts::Part::rewritten).collect();
    let as_written = as_written.join(" ");
    let means_the_same = |time: Duration| time.as_nanos() == total;
    Ok(if duration::parse(&as_written).is_some_and(means_the_same) { as_written } else { in_units })
}

const TOO_SHORT: &str = "a time must be longer than zero";
const INEXACT: &str = "not a whole number of nanoseconds";

fn missing_unit<T>() -> Result<T, String> {
    Err("missing unit".to_owned())
}

/// In the units of the grammar, or why it is no time.
fn shown(nanos: u128) -> Result<String, String> {
    if nanos == 0 {
        return Err(TOO_SHORT.to_owned());
    }
    let time = duration::from_nanos(nanos).ok_or("the longest time is 2^64 seconds")?;
    Ok(duration::Shown(time).to_string())
}
