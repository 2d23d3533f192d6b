//! Numbers with units, as people write them one behind the other.

use super::{INEXACT, missing_unit, shown};
use crate::policy::literals::duration;
use crate::policy::overrides::meant::number::Number;

/// A unit, and what else people call it.
const UNITS: [(&str, &str); 8] = [
    ("w", "w wk wks week weeks"),
    ("d", "d day days"),
    ("h", "h hr hrs hour hours"),
    ("m", "m min mins mn minute minutes"),
    ("s", "s sec secs second seconds"),
    ("ms", "ms msec msecs milli millis millisecond milliseconds"),
    ("us", "us \u{b5}s \u{3bc}s usec usecs micro micros microsecond microseconds"),
    ("ns", "ns nsec nsecs nano nanos nanosecond nanoseconds"),
];

/// A number with its unit.
pub(super) struct Part {
    pub(super) number: Number,
    pub(super) unit: &'static str,
}

impl Part {
    pub(super) fn nanos(&self) -> Result<u128, String> {
        let length = duration::length(self.unit).unwrap_or(7 * 86_400 * 1_000_000_000);
        let why = if self.number.is_fraction { "unexpected `/`" } else { INEXACT };
        self.number.times(length).ok_or_else(|| why.to_owned())
    }

    /// In the words of the grammar, with the number that was written.
    pub(super) fn rewritten(&self) -> Option<String> {
        match self.number.whole() {
            Some(digits) if self.unit != "w" => Some(format!("{digits}{}", self.unit)),
            _ => self.nanos().and_then(shown).ok(),
        }
    }
}

pub(super) fn parts(text: &str) -> Result<Vec<Part>, String> {
    let (mut rest, mut parts, mut separator) = (text, Vec::<Part>::new(), None);
    while !rest.is_empty() {
        let (part, after) = part(rest, parts.last())?;
        let is_repeated = parts.iter().any(|known| known.unit == part.unit);
        if let Some(separator) = separator.filter(|_| is_repeated) {
            // Two times, and nobody knows which.
            return Err(format!("unexpected `{separator}`"));
        }
        parts.push(part);
        let (found, after) = separators(after);
        (rest, separator) = (after, separator.or(found));
    }
    Ok(parts)
}

fn part<'a>(text: &'a str, before: Option<&Part>) -> Result<(Part, &'a str), String> {
    let (number, after) = Number::split_off(text).ok_or_else(|| missing_number(text))?;
    let after = after.trim_start_matches([' ', '-']);
    let end = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
    let (word, after) = after.split_at(end);
    let unit = if word.is_empty() { below(before, &number, after)? } else { unit(word)? };
    Ok((Part { number, unit }, after))
}

fn unit(word: &str) -> Result<&'static str, String> {
    let lower = word.to_lowercase();
    let is_called = |names: &str| names.split(' ').any(|name| name == lower);
    let unit = UNITS.iter().find(|(_, names)| is_called(names)).map(|(unit, _)| *unit);
    unit.ok_or_else(|| match &*lower {
        "call" | "calls" | "request" | "requests" => "a number of calls is not a time".to_owned(),
        _ => "the units are `ns`, `us`, `ms`, `s`, `m`, `h` and `d`".to_owned(),
    })
}

/// The unit of a number without: `1h30` is half past one.
fn below(before: Option<&Part>, number: &Number, after: &str) -> Result<&'static str, String> {
    if after.starts_with('%') {
        return Err("it is a share, not a time".to_owned());
    }
    if let Some(letter) =
        after.chars().next().filter(|letter| !letter.is_ascii_digit() && *letter != '.')
    {
        return Err(format!("unexpected `{letter}`"));
    }
    let is_last = after.trim_matches('.').is_empty();
    match before.filter(|_| is_last).map(|part| part.unit) {
        Some("d") => Ok("h"),
        Some("h") => Ok("m"),
        Some("m") => Ok("s"),
        Some("s") if number.whole().is_some_and(|digits| digits.len() == 3) => Ok("ms"),
        _ => missing_unit(),
    }
}

/// What may stand between two parts, or behind the last one: the first that makes two of them.
fn separators(text: &str) -> (Option<&str>, &str) {
    let (mut rest, mut found) = (text.trim_start(), None);
    loop {
        let is_sign = |letter: &char| matches!(letter, ',' | ';' | '+' | '&' | '.' | ':');
        let length = match rest.chars().next().filter(is_sign) {
            Some(_) => 1,
            None if rest.starts_with("and ") => 3,
            None => return (found, rest),
        };
        let (separator, after) = rest.split_at(length);
        found = found.or(Some(separator).filter(|sign| [",", ";", "and"].contains(sign)));
        rest = after.trim_start();
    }
}

fn missing_number(text: &str) -> String {
    let end = text.find(|letter: char| letter.is_ascii_digit() || letter.is_whitespace());
    let unexpected = &text[..end.unwrap_or(text.len())];
    if duration::length(unexpected).is_some() {
        return format!("missing number before `{unexpected}`");
    }
    format!("unexpected `{unexpected}`")
}
