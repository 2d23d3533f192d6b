//! `5s..30s`, `5 to 30 seconds`: two times where one should be.

use super::number::plain;
use super::time::one;
use crate::policy::literals::duration;

/// What stands between the two ends; the longer before what it begins with.
const BETWEEN: [&str; 17] = [
    " to ", " until ", " till ", " up to ", " or ", "..=", "...", "..<", "..", "->", "=>",
    "\u{2192}", "\u{2026}", "\u{2013}", "\u{2014}", "-", "~",
];

/// Both ends in the words of the grammar; nothing if the text is no range.
pub(super) fn ends(text: &str) -> Option<Vec<String>> {
    let text = text.strip_prefix("from ").unwrap_or(text);
    BETWEEN.into_iter().find_map(|sign| {
        let (from, to) = text.split_once(sign)?;
        // `5-30s`: the unit stands once.
        let ends = vec![end(from, unit_of(to))?, end(to, "")?];
        // `1m-30s` may be one time.
        let is_growing = duration::parse(&ends[0]) < duration::parse(&ends[1]);
        (sign != "-" || is_growing).then_some(ends)
    })
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
