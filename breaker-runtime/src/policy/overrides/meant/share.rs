//! Shares that are written as the attribute does not have them: `50 percent`, `0.5`, `12,5%`.

use super::number::{Number, plain};
use super::{Meant, NOTHING_TO_ADD, count};
use crate::policy::literals::share::{Shown, UNITS};

/// A share of calls, or a number of failures.
pub(super) fn or_failures(text: &str) -> Meant {
    if let Some(failures) = count::failures(text) {
        return failures;
    }
    let text = text.trim_start_matches(['>', '=', '~']).trim_start();
    if count::failures(text).is_some() {
        return Err(NOTHING_TO_ADD.to_owned());
    }
    if is_negative(text) {
        return Err("a share must be above 0%".to_owned());
    }
    // `5.0`, and `200.0`, which is no share.
    let failures = count::with_point(text);
    match (read(text), failures) {
        (Ok(0), _) => Err("a share must be above 0%".to_owned()),
        (Ok(share), failures) => {
            let share = Shown(share).to_string();
            let is_ratio = failures.as_deref() == Some("1");
            Ok([share].into_iter().chain(failures.filter(|_| !is_ratio)).collect())
        }
        (Err(_), Some(failures)) => Ok(vec![failures]),
        (Err(why), None) => Err(why),
    }
}

/// A share by which a time may vary.
pub(super) fn spread(text: &str) -> Meant {
    if is_negative(text) {
        return Err("it goes both ways: write it without `-`".to_owned());
    }
    // `±20%` is what `20%` means.
    let share = ["\u{b1}", "+/-", "+-"].iter().find_map(|sign| text.strip_prefix(sign));
    read(share.unwrap_or(text)).map(|share| vec![Shown(share).to_string()])
}

/// In millionths.
fn read(text: &str) -> Result<u32, String> {
    let none = || NOTHING_TO_ADD.to_owned();
    let text = plain(text.trim()).map_err(|_| none())?;
    let (is_in_front, text) = text.strip_prefix('%').map_or((false, &*text), |rest| (true, rest));
    let (number, unit) = Number::split_off(text).ok_or_else(none)?;
    let is_fraction = number.is_fraction;
    let is_sign = is_share(unit) && !is_in_front && !is_fraction;
    // `two` of what?
    if unit.is_empty() && !is_in_front && text.starts_with(char::is_alphabetic) {
        return Err(none());
    }
    if !is_sign && !unit.is_empty() {
        return Err(none());
    }
    let is_alone = unit.is_empty() && !is_in_front;
    let is_ratio = is_alone && number.has_point && number.is_at_most_one();
    let units = u128::from(UNITS) * if is_ratio || is_fraction { 100 } else { 1 };
    match number.times(units) {
        None if is_fraction => Err(none()),
        None => Err("a share has at most four decimals".to_owned()),
        Some(share) => {
            let share = u32::try_from(share).ok().filter(|share| *share <= 100 * UNITS);
            share.ok_or_else(|| "a share must be at most 100%".to_owned())
        }
    }
}

/// `-5%`.
fn is_negative(text: &str) -> bool {
    let Ok(text) = plain(text) else { return false };
    let number = text.strip_prefix('-').and_then(Number::split_off);
    number.is_some_and(|(_, unit)| is_share(unit))
}

fn is_share(unit: &str) -> bool {
    let unit = unit.trim().to_lowercase();
    matches!(&*unit, "%" | "%%" | "percent" | "pct" | "per cent" | "p")
}
