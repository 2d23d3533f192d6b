//! Whole numbers, and what people write behind them: `20 calls`, `5 failures`, `3.0`, `1_000`.

use super::number::{Number, plain};
use super::{Meant, NOTHING_TO_ADD};

/// A whole number.
pub(super) fn meant(text: &str) -> Meant {
    match counted(text, |unit| unit.is_empty() || is_of_failures(unit) || is_of_calls(unit)) {
        Some(digits) => in_range(&digits).map(|digits| vec![digits]),
        None => exponent(text).map(|digits| vec![digits]).ok_or_else(|| NOTHING_TO_ADD.to_owned()),
    }
}

/// `1k`, which is a thousand.
pub(super) fn in_thousands(text: &str) -> Option<Meant> {
    let digits = counted(text, |unit| unit == "k")?;
    Some(in_range(&format!("{digits}000")).map(|digits| vec![digits]))
}

/// A number of failures; nothing if the text speaks of something else, or may be a share.
pub(super) fn failures(text: &str) -> Option<Meant> {
    let (number, unit) = split(text)?;
    let may_be_share = unit.is_empty() && number.contains(['.', '/']);
    let digits = counted(text, |unit| unit.is_empty() || is_of_failures(unit));
    let digits = digits.filter(|_| !may_be_share)?;
    Some(in_range(&digits).map(|digits| vec![digits]))
}

/// `5.0`, which may be a number of failures.
pub(super) fn with_point(text: &str) -> Option<String> {
    counted(text, str::is_empty).and_then(|digits| in_range(&digits).ok())
}

/// Calls of a window; nothing if the text does not speak of calls. A number alone may be one.
pub(super) fn of_window(text: &str) -> Option<Meant> {
    let counted_text = text.strip_prefix("last ").unwrap_or(text);
    let (number, _) = split(counted_text).filter(|(_, unit)| is_of_calls(unit))?;
    let digits = counted(counted_text, is_of_calls).filter(|_| !number.contains('.'));
    let Some(digits) = digits else {
        return Some(Err("not a whole number of calls".to_owned()));
    };
    Some(match digits.parse::<u32>() {
        Ok(1) => Ok(vec![format!("{digits} call")]),
        Ok(2..) => Ok(vec![format!("{digits} calls")]),
        Err(_) if !digits.starts_with('-') => {
            Err(format!("the longest window is `{} calls`", u32::MAX))
        }
        _ => Err("a window must hold at least one call".to_owned()),
    })
}

/// The digits and their sign, if it is a whole number of such a unit.
fn counted(text: &str, is_unit: impl Fn(&str) -> bool) -> Option<String> {
    let (number, _) = split(text).filter(|(_, unit)| is_unit(unit))?;
    let (sign, number) = number.strip_prefix('-').map_or(("", &*number), |rest| ("-", rest));
    let (number, _) = Number::split_off(number)?;
    let digits = number.whole().map(str::to_owned);
    let digits = digits.or_else(|| number.rounded())?;
    Some(format!("{sign}{digits}"))
}

/// A number with its sign and thousands, and its unit in lower case.
fn split(text: &str) -> Option<(String, String)> {
    let text = plain(&thousands(text)).ok()?;
    let number = text.strip_prefix('-').unwrap_or(&text);
    let (_, unit) = Number::split_off(number)?;
    let end = text.len() - unit.len();
    Some((text[..end].to_owned(), unit.trim().to_lowercase()))
}

/// `1,000` is no fraction of calls; `1.000` may be one.
fn thousands(text: &str) -> String {
    match text.split_once(',') {
        Some((before, after)) if is_group(before, after) => format!("{before}{after}"),
        _ => text.to_owned(),
    }
}

fn is_group(before: &str, after: &str) -> bool {
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    digits == 3 && before.ends_with(|letter: char| letter.is_ascii_digit())
}

/// `1e3`.
fn exponent(text: &str) -> Option<String> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e'));
    let value = text.parse::<f64>().ok().filter(|_| is_number)?;
    (value.fract() == 0.0 && value < 1e15).then(|| format!("{value:.0}"))
}

fn in_range(digits: &str) -> Result<String, String> {
    match digits.parse::<u32>() {
        Ok(1..) => Ok(digits.to_owned()),
        Err(_) if !digits.starts_with('-') => Err(format!("a number must be at most {}", u32::MAX)),
        _ => Err("a number must be at least 1".to_owned()),
    }
}

fn is_of_failures(unit: &str) -> bool {
    matches!(unit, "failure" | "failures" | "error" | "errors" | "times")
}

/// Also what others call them.
fn is_of_calls(unit: &str) -> bool {
    let one = unit.strip_suffix('s').unwrap_or(unit);
    matches!(
        one,
        "call" | "request" | "req" | "execution" | "attempt" | "invocation" | "rpc" | "trial"
    )
}
