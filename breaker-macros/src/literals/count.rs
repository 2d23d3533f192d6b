//! Whole numbers as people write them in quotes: `20 calls`, `3.0`, `1_000`, `ten`.

use super::amount::Amount;
use super::text::unwrapped;

/// The number that was meant, with its sign; nothing if it is no whole number, or may be two.
pub(crate) fn meant(text: &str) -> Option<String> {
    let text = unwrapped(text).map_or(text.trim(), |(_, inner)| inner);
    let (amount, unit) = Amount::split_off(text)?;
    if !is_counted(unit.trim()) {
        return exponent(text);
    }
    let sign = if amount.is_negative { "-" } else { "" };
    whole(&amount).map(|digits| format!("{sign}{digits}"))
}

/// A number of failures: `5 failures`, `five`.
pub(crate) fn of_failures(text: &str) -> Option<String> {
    let (_, unit) = Amount::split_off(text)?;
    // `five` are no share.
    let is_word = unit.is_empty() && text.starts_with(char::is_alphabetic);
    if is_word || is_of_failures(unit.trim()) { meant(text) } else { None }
}

/// A number below zero alone.
pub(crate) fn negative(text: &str) -> Option<String> {
    meant(text).filter(|number| number.starts_with('-'))
}

fn whole(amount: &Amount) -> Option<String> {
    if amount.is_whole() || amount.groups_thousands() {
        return Some(amount.digits.clone());
    }
    let is_zero = |decimals: u128| decimals < 1_000 && !amount.is_ambiguous;
    amount.below_one().filter(|&places| is_zero(places))?;
    amount.times(1).map(|number| number.to_string())
}

/// `1e3`.
fn exponent(text: &str) -> Option<String> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e'));
    let value = text.parse::<f64>().ok().filter(|_| is_number)?;
    (value.fract() == 0.0 && value < 1e15).then(|| format!("{value:.0}"))
}

fn is_counted(unit: &str) -> bool {
    unit.is_empty() || is_of_failures(unit) || is_of_calls(unit)
}

fn is_of_failures(unit: &str) -> bool {
    matches!(&*unit.to_lowercase(), "failure" | "failures" | "error" | "errors" | "times")
}

/// Also what others call them.
pub(super) fn is_of_calls(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    let one = unit.strip_suffix('s').unwrap_or(&unit);
    matches!(
        one,
        "call" | "request" | "req" | "execution" | "attempt" | "invocation" | "rpc" | "trial"
    )
}
