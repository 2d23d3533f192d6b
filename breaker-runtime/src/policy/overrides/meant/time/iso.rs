//! ISO 8601: `PT1M30S`.

use super::parts::Part;
use crate::policy::overrides::meant::number::Number;

/// `P` or `PT`, if that is how it begins.
pub(super) fn prefix(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['P', 'p'])?;
    let begins_time = rest.starts_with(['T', 't']);
    let is_iso = begins_time || rest.starts_with(|first: char| first.is_ascii_digit());
    is_iso.then(|| &text[..=usize::from(begins_time)])
}

pub(super) fn parts(text: &str, prefix: &str) -> Result<Vec<Part>, String> {
    let unexpected = || format!("unexpected `{prefix}`");
    let (mut rest, mut parts, mut is_time) = (&text[1..], Vec::new(), false);
    while let Some(first) = rest.chars().next() {
        if matches!(first, 'T' | 't') && !is_time {
            (is_time, rest) = (true, &rest[1..]);
            continue;
        }
        let (number, after) = Number::split_off(rest).ok_or_else(unexpected)?;
        let unit = match after.chars().next().map(|letter| letter.to_ascii_uppercase()) {
            Some('W') if !is_time => "w",
            Some('D') if !is_time => "d",
            Some('H') if is_time => "h",
            Some('M') if is_time => "m",
            Some('S') if is_time => "s",
            _ => return Err(unexpected()),
        };
        rest = &after[1..];
        parts.push(Part { number, unit });
    }
    if parts.is_empty() { Err(unexpected()) } else { Ok(parts) }
}
