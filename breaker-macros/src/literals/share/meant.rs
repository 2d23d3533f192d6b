//! What else people write for a share.

use super::millionths::{SCALE, shown};
use crate::literals::amount::Amount;

/// `12,5%`, `1_0%`, `%50`, `>= 50%`, `1/2`: what else people write for a share.
pub(super) fn meant(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['>', '=', '~']).trim_start();
    let (in_front, text) = text.strip_prefix('%').map_or((false, text), |rest| (true, rest));
    let (amount, unit) = Amount::split_off(text)?;
    let (unit, is_fraction) = (unit.trim(), !in_front && text.contains('/'));
    // `12,5`; a whole number may be one of failures.
    let is_alone = unit.is_empty() && !in_front && !is_fraction && !amount.is_whole();
    let is_sign = matches!(unit, "%" | "%%" | "\u{ff05}") || is_spelled_out(unit);
    if amount.is_ambiguous
        || amount.is_negative
        || unit.is_empty() != (in_front || is_fraction || is_alone)
    {
        return None;
    }
    if !unit.is_empty() && !is_sign {
        return None;
    }
    let is_ratio = is_fraction || is_alone && amount.times(u128::from(SCALE))? <= SCALE.into();
    let units = u128::from(SCALE) * if is_ratio { 100 } else { 1 };
    let units = u32::try_from(amount.times(units)?).ok()?;
    Some(shown(units))
}

/// `-5%`.
pub(super) fn is_negative(text: &str) -> bool {
    Amount::split_off(text).is_some_and(|(amount, unit)| {
        amount.is_negative && (unit.trim().starts_with('%') || is_spelled_out(unit))
    })
}

pub(super) fn is_spelled_out(unit: &str) -> bool {
    matches!(unit.trim().to_lowercase().as_str(), "percent" | "pct" | "per cent" | "p")
}

/// `0.2` without a sign is a fifth; more than one is percent.
pub(super) fn of_ratio(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_whole = decimals.trim_matches('0').is_empty();
    let is_ratio = match whole.trim_start_matches('0') {
        "" => !is_whole,
        one => one == "1" && is_whole && !decimals.is_empty(),
    };
    let moved = || format!("{decimals:0<2}");
    match is_ratio.then(moved) {
        None => number.to_owned(),
        Some(moved) => {
            let hundreds = format!("{}{}", whole.trim_start_matches('0'), &moved[..2]);
            let hundreds = hundreds.trim_start_matches('0');
            let hundreds = if hundreds.is_empty() { "0" } else { hundreds };
            let rest = moved[2..].trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            format!("{hundreds}{point}{rest}")
        }
    }
}
