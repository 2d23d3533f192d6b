//! Times that are written as the attribute does not have them.

use crate::policy::literals::{duration, split_digits};

/// A unit, and what else people call it: the attribute knows them too.
const UNITS: [(&str, &str); 7] = [
    ("d", "day days"),
    ("h", "hr hrs hour hours"),
    ("m", "min mins mn minute minutes"),
    ("s", "sec secs second seconds"),
    ("ms", "msec msecs milli millis millisecond milliseconds"),
    ("us", "\u{b5}s \u{3bc}s usec usecs micro micros microsecond microseconds"),
    ("ns", "nsec nsecs nano nanos nanosecond nanoseconds"),
];

/// `10sec`, `1.5 minutes`, `1h30`, `1_000ms`, `PT1M30S`, all in lower case.
pub(super) fn meant(text: &str) -> Option<String> {
    let text = text.replace('_', "");
    let is_iso = |rest: &&str| rest.starts_with(|first: char| first.is_ascii_digit());
    let rest = text.strip_prefix("pt").or_else(|| text.strip_prefix('p')).filter(is_iso);
    let (mut rest, mut parts) = (rest.unwrap_or(&text), Vec::new());
    let mut unit_before = None;
    while !rest.is_empty() {
        let (number, after) = split_digits(rest);
        let decimals = after.strip_prefix('.').map(split_digits);
        let (decimals, after) = decimals.unwrap_or(("", after));
        let after = after.trim_start();
        let end = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        let unit = if word.is_empty() { below(unit_before)? } else { unit(word)? };
        parts.push(part(number, decimals, unit)?);
        unit_before = Some(unit);
        let after = after.trim_start_matches([' ', ',']);
        rest = after.strip_prefix("and ").unwrap_or(after);
    }
    Some(parts.join(" "))
}

fn unit(word: &str) -> Option<&'static str> {
    let is_called =
        |unit: &str, names: &str| unit == word || names.split_whitespace().any(|name| name == word);
    UNITS.iter().find(|(unit, names)| is_called(unit, names)).map(|(unit, _)| *unit)
}

/// `1h30` is half past one.
fn below(unit: Option<&str>) -> Option<&'static str> {
    match unit? {
        "h" => Some("m"),
        "m" => Some("s"),
        _ => None,
    }
}

/// `1.5` and `s` are `1s 500ms`.
fn part(number: &str, decimals: &str, unit: &str) -> Option<String> {
    let whole = format!("{number}{unit}");
    if decimals.trim_end_matches('0').is_empty() {
        return Some(whole);
    }
    let one = duration::parse(&format!("1{unit}"))?.as_nanos();
    let digits = u32::try_from(decimals.len()).ok()?;
    let fraction = one.checked_mul(decimals.parse().ok()?)? / 10_u128.checked_pow(digits)?;
    let fraction = core::time::Duration::from_nanos(u64::try_from(fraction).ok()?);
    Some(duration::Shown(duration::parse(&whole)?.checked_add(fraction)?).to_string())
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_time_is_translated() {
        for (text, expected) in [
            ("10sec", Some("10s")),
            ("90 seconds", Some("90s")),
            ("1.5s", Some("1s 500ms")),
            ("0.5 minutes", Some("30s")),
            ("1h30", Some("1h 30m")),
            ("1_000ms", Some("1000ms")),
            ("pt1m30s", Some("1m 30s")),
            ("1 hour and 5 min", Some("1h 5m")),
            ("5 in", None),
            ("5s..30s", None),
            ("-5s", None),
            ("1,5s", None),
            ("99999999999999999999999999999999999999999.5s", None),
        ] {
            assert_eq!(meant(text).as_deref(), expected, "{text}");
        }
    }
}
