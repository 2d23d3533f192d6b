//! `5s..30s`, `5 to 30 seconds`: two times where one should be.

use super::Meant;
use super::number::plain;
use super::time::one;
use crate::policy::literals::duration;

/// What stands between the two ends; the longer before what it begins with.
const BETWEEN: [&str; 18] = [
    " to ", " until ", " till ", " up to ", " or ", "..=", "...", "..<", "..", "->", "=>",
    "\u{2192}", "\u{2026}", "\u{2013}", "\u{2014}", "-", "~", "|",
];

const AROUND: [&str; 3] = ["\u{b1}", "+/-", "+-"];

/// Both ends in the words of the grammar; nothing if the text is no range.
pub(super) fn meant(text: &str) -> Option<Meant> {
    let is_time = |(middle, by)| end(middle, unit_of(by)).is_some();
    if AROUND.iter().any(|sign| text.split_once(sign).is_some_and(is_time)) {
        return Some(Err("a range, where one time should be".to_owned()));
    }
    let between = text.strip_prefix("between ").and_then(|inner| ends(inner, " and "));
    let inner = text.strip_prefix("from ").unwrap_or(text);
    let found = || BETWEEN.into_iter().find_map(|sign| ends(inner, sign));
    between.or_else(found).map(Ok)
}

fn ends(text: &str, sign: &str) -> Option<Vec<String>> {
    let (from, to) = text.split_once(sign)?;
    // `5-30s`: the unit stands once.
    let (from, to) = (end(from, unit_of(to))?, end(to, "")?);
    // `1m-30s` may be one time.
    let is_growing = duration::parse(&from) < duration::parse(&to);
    (sign != "-" || is_growing).then(|| vec![from, to])
}

fn end(text: &str, unit: &str) -> Option<String> {
    let text = plain(text.trim()).ok()?;
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    one(&format!("{text}{}", if is_number { unit } else { "" })).ok()
}

/// The letters at the end.
fn unit_of(text: &str) -> &str {
    let text = text.trim();
    &text[text.trim_end_matches(char::is_alphabetic).len()..]
}
