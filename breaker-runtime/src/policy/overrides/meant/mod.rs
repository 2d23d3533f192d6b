//! What a value was meant to be that is none of its field: what to write instead, or why there is
//! nothing to write.

mod time;

use core::fmt;

use crate::policy::Policy;
use crate::policy::literals::{duration, split_digits};
use crate::policy::row::expects;
use crate::policy::table::Field;

/// Whole numbers from here on may be milliseconds as well.
const MAY_BE_MILLIS: u128 = 100;

/// Whole numbers from here on rather are.
const ARE_MILLIS: u128 = 1_000;

/// The likeliest first, as the attribute has it.
pub(super) fn suggest(f: &mut fmt::Formatter<'_>, value: &str, expected: &str) -> fmt::Result {
    let fixes = fixes(value, expected);
    if fixes.is_empty() {
        return why(value, expected).map_or(Ok(()), |why| write!(f, ": {why}"));
    }
    for (at, fix) in fixes.iter().enumerate() {
        write!(f, "{}`{fix}`", if at == 0 { ": write " } else { " or " })?;
    }
    Ok(())
}

/// Each is a value of what is expected, and makes sense.
fn fixes(value: &str, expected: &str) -> Vec<String> {
    // A file of variables keeps the quotes that a shell takes away.
    let text = value.trim_matches(['"', '\'', ' ']).to_lowercase();
    let (is_window, has_unit) = (expected == expects::WINDOW, is_time(expected));
    let mut candidates = vec![text.clone()];
    // `10 s` is one time, and `2 0` are two numbers.
    if text.contains(|letter: char| letter == '%' || letter.is_alphabetic()) {
        candidates.push(text.split_whitespace().collect());
    }
    if has_unit {
        candidates.extend(with_unit(&text));
        candidates.extend(time::meant(&text));
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        candidates.extend(time::meant(&format!("{text}s")).filter(|_| is_number));
    }
    if is_window || expected == expects::COUNT {
        candidates.extend(calls(&text, is_window));
    }
    if expected == expects::SHARE || expected == expects::COUNT_OR_SHARE {
        candidates.extend(failures(&text));
        candidates.extend(share(&text));
    }
    candidates.extend(word(&text, expected).map(str::to_owned));
    let mut fixes = Vec::new();
    for candidate in candidates {
        if is_right(&candidate, expected) && !fixes.contains(&candidate) {
            fixes.push(candidate);
        }
    }
    fixes
}

fn is_time(expected: &str) -> bool {
    [expects::TIME, expects::TIME_OR_OFF, expects::WINDOW].contains(&expected)
}

fn is_right(text: &str, expected: &str) -> bool {
    let mut fields = Field::ALL.iter().filter(|field| field.row().expects == expected);
    let makes_sense = |setting| Policy::new().with(setting).mistake().is_none();
    fields.any(|field| field.setting(text).is_ok_and(makes_sense))
}

/// `10` of a time.
fn with_unit(text: &str) -> Vec<String> {
    let Some(number) = digits(text) else { return Vec::new() };
    let units: &[_] = match number {
        0..MAY_BE_MILLIS => &["s"],
        MAY_BE_MILLIS..ARE_MILLIS => &["s", "ms"],
        _ => &["ms", "s"],
    };
    units.iter().map(|unit| format!("{text}{unit}")).collect()
}

/// `100`, `100calls`, `1 calls`, `100 requests`: calls of a window; `20 calls` of a number of them.
fn calls(text: &str, is_window: bool) -> Option<String> {
    let (number, unit) = split_digits(text);
    let is_calls = matches!(unit.trim(), "call" | "calls" | "request" | "requests" | "trials");
    let is_failures = !is_window && is_failures(unit);
    if !(is_calls || is_failures || is_window && unit.is_empty()) {
        return None;
    }
    let unit = if number == "1" { " call" } else { " calls" };
    Some(format!("{number}{}", if is_window { unit } else { "" }))
}

/// `5 failures`, `5.0`.
fn failures(text: &str) -> Option<String> {
    let (number, unit) = split_digits(text);
    let is_whole = unit.strip_prefix('.').is_some_and(|rest| rest.bytes().all(|byte| byte == b'0'));
    (is_failures(unit) || is_whole).then(|| number.to_owned())
}

fn is_failures(unit: &str) -> bool {
    matches!(unit.trim(), "failure" | "failures" | "error" | "errors" | "times")
}

/// `50 percent`, `0.5`, `20`.
fn share(text: &str) -> Option<String> {
    let number = text.trim_end_matches(|letter: char| letter == '%' || letter.is_alphabetic());
    let unit = text[number.len()..].trim();
    let number = number.trim();
    match number.strip_prefix("0.") {
        Some(decimals) if unit.is_empty() && decimals.len() <= 4 => {
            let digits = split_digits(decimals).1.is_empty().then(|| format!("{decimals:0<4}"))?;
            let percent = digits[..2].trim_start_matches('0');
            let rest = digits[2..].trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            let percent = if percent.is_empty() { "0" } else { percent };
            Some(format!("{percent}{point}{rest}%"))
        }
        _ => matches!(unit, "" | "%" | "%%" | "percent" | "pct").then(|| format!("{number}%")),
    }
}

/// What else is said for on and off.
fn word(text: &str, expected: &str) -> Option<&'static str> {
    let on = ["on", "yes", "y", "1", "t", "enabled"].contains(&text);
    let off = ["off", "no", "n", "0", "f", "false", "disabled"].contains(&text);
    let never = off || ["none", "null", "never"].contains(&text);
    match expected {
        expects::FLAG if on => Some("true"),
        expects::FLAG if off => Some("false"),
        expects::TIME_OR_OFF if never => Some("off"),
        expects::SHARE if never => Some("0%"),
        _ => None,
    }
}

/// Why a value is none, where its form does not tell.
fn why(value: &str, expected: &str) -> Option<String> {
    let is_negative = value.starts_with('-');
    let (number, unit) = split_digits(value.trim_start_matches('-'));
    let unit = unit.trim();
    let is_count = [expects::COUNT, expects::COUNT_OR_SHARE].contains(&expected);
    let is_of_calls = expected == expects::WINDOW && matches!(unit, "call" | "calls");
    match unit {
        _ if number.is_empty() => None,
        "" if is_count && is_negative => Some("the least is `1`".to_owned()),
        _ if is_of_calls || is_count && unit.is_empty() => {
            Some(format!("the largest number is `{}`", u32::MAX))
        }
        _ if is_time(expected) => no_time(is_negative, unit).map(str::to_owned),
        _ => is_too_exact(unit).then(|| "a share has at most four decimals".to_owned()),
    }
}

/// Why a number of this unit is no time.
fn no_time(is_negative: bool, unit: &str) -> Option<&'static str> {
    let is_word = unit.chars().all(char::is_alphabetic);
    match unit {
        "call" | "calls" => None,
        _ if unit.is_empty() || is_negative => Some("a time must be longer than zero"),
        _ if duration::is_unit(unit) => Some("the longest time is 2^64 seconds"),
        _ if is_word => Some("the units are `ns`, `us`, `ms`, `s`, `m`, `h` and `d`"),
        _ => None,
    }
}

/// `.34567%`, behind the point.
fn is_too_exact(decimals: &str) -> bool {
    let decimals = decimals.strip_prefix('.').and_then(|decimals| decimals.strip_suffix('%'));
    decimals.is_some_and(|decimals| decimals.len() > 4 && split_digits(decimals).1.is_empty())
}

fn digits(text: &str) -> Option<u128> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_digits)
}
