//! Times as the attribute has them: one or more `<integer><unit>`, such as `1m 30s`.

use core::time::Duration;

const SECOND: u128 = 1_000_000_000;

/// The units with their length in nanoseconds.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400 * SECOND),
    ("h", 3_600 * SECOND),
    ("m", 60 * SECOND),
    ("s", SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Nothing for what the attribute would refuse; zero is told of by the policy.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let (mut rest, mut total, mut seen) = (text.trim(), 0_u128, [false; UNITS.len()]);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (number, after) = split(rest, |letter| letter.is_ascii_digit());
        let (name, after) = split(after, char::is_alphabetic);
        let unit = UNITS.iter().position(|(unit, _)| *unit == name)?;
        if core::mem::replace(seen.get_mut(unit)?, true) {
            return None;
        }
        let length = UNITS.get(unit)?.1;
        total = number.parse::<u128>().ok()?.checked_mul(length)?.checked_add(total)?;
        rest = after.trim_start();
    }
    let seconds = u64::try_from(total / SECOND).ok()?;
    Some(Duration::new(seconds, u32::try_from(total % SECOND).ok()?))
}

/// Before and behind the first character that is none of these.
fn split(text: &str, is_one: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|letter| !is_one(letter)).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_that_of_the_attribute() {
        for (text, nanos) in [
            ("10s", 10 * SECOND),
            ("1m 30s", 90 * SECOND),
            ("1d1h", 90_000 * SECOND),
            ("250ms", 250_000_000),
            ("1us 1ns", 1_001),
            ("0s", 0),
        ] {
            assert_eq!(parse(text).map(|time| time.as_nanos()), Some(nanos), "{text}");
        }
        assert_eq!(parse("18446744073709551615s"), Some(Duration::from_secs(u64::MAX)));
        for text in [
            "",
            "1M",
            "1month",
            "1y",
            "1w",
            "1min",
            "10 s",
            "1.5s",
            "5sec",
            "1s 1s",
            "-1s",
            "10",
            "s",
            "18446744073709551616s",
            "99999999999999999999999999999999999999999s",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
