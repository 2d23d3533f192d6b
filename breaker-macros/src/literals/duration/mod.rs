//! Durations: one or more `<integer><unit>`, such as `"1m 30s"`.

pub(crate) mod grammar;
mod meant;
pub(crate) mod range;
pub(crate) mod unitless;

use std::time::Duration;

use self::grammar::{from_nanos, strict};
use self::range::Range;
use crate::literals::text::wrapped;

/// Parses a duration longer than zero, or says what to write instead.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    strict(text).map_or_else(|| Err(mistake(text)), from_nanos)
}

/// What is wrong with `text`, and what to write instead.
fn mistake(text: &str) -> String {
    if text.is_empty() {
        return "empty duration: write one such as \"10s\"".to_owned();
    }
    if let Some(wrong) = wrapped(text, parse) {
        return wrong;
    }
    Range::of(text).map_or_else(|| meant::mistake(text), |range| range.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::parse;

    #[test]
    fn accepts() {
        for (text, seconds, nanos) in [
            ("10s", 10, 0),
            ("1m 30s", 90, 0),
            ("1m30s", 90, 0),
            ("30s 1m", 90, 0),
            ("  2h  ", 7_200, 0),
            ("1d", 86_400, 0),
            ("250ms", 0, 250_000_000),
            ("1500ms", 1, 500_000_000),
            ("7us", 0, 7_000),
            ("1ns", 0, 1),
            ("0m 5s", 5, 0),
            ("1d 1h 1m 1s 1ms 1us 1ns", 90_061, 1_001_001),
            ("18446744073709551615s", u64::MAX, 0),
        ] {
            assert_eq!(parse(text), Ok(Duration::new(seconds, nanos)), "{text}");
        }
    }

    #[test]
    fn explains() {
        for (text, message) in [
            ("", "empty duration: write one such as \"10s\""),
            ("  ", "empty duration: write one such as \"10s\""),
            ("10", "missing unit: write \"10s\" for ten seconds"),
            ("1", "missing unit: write \"1s\" for one second"),
            ("30", "missing unit: write \"30s\" for 30 seconds"),
            ("1m 30", "missing unit: write \"1m 30s\""),
            ("0.5", "missing unit: write \"500ms\""),
            ("1.5s", "not a whole number: write \"1s 500ms\""),
            ("0.25h", "not a whole number: write \"15m\""),
            ("1.5m", "not a whole number: write \"1m 30s\""),
            ("10 s", "space before the unit: write \"10s\""),
            ("10 sec", "unknown unit `sec`: write \"10s\""),
            ("10S", "unknown unit `S`: write \"10s\""),
            ("10 seconds", "unknown unit `seconds`: write \"10s\""),
            ("5min", "unknown unit `min`: write \"5m\""),
            ("1.5 hours", "unknown unit `hours`: write \"1h 30m\""),
            ("2 weeks", "unknown unit `weeks`: write \"14d\""),
            ("10µs", "unknown unit `µs`: write \"10us\""),
            ("10MS", "unknown unit `MS`: write \"10ms\""),
            ("3 years", "unknown unit `years`: the units are ns, us, ms, s, m, h and d"),
            ("1s 2s", "repeated unit `s`: write \"3s\""),
            ("0s", "a duration must be longer than zero"),
            ("0", "a duration must be longer than zero"),
            ("0.0 sec", "a duration must be longer than zero"),
            ("1m 0", "missing unit: write \"1m 0s\""),
            ("1.5ns", "not a whole number: write one such as \"10ns\""),
            ("0.1 nanos", "unknown unit `nanos`: write one such as \"10ns\""),
            ("1.5 weeks", "unknown unit `weeks`: write \"10d 12h\""),
            ("99999999999999999999 weeks", "too long: the longest duration is 2^64 seconds"),
            (
                "340282366920938463463374607431768211456 weeks",
                "too long: the longest duration is 2^64 seconds",
            ),
            ("0.0000000000000001w", "unknown unit `w`: write one such as \"7d\""),
            ("18446744073709551616 sec", "too long: the longest duration is 2^64 seconds"),
            ("18446744073709551616", "too long: the longest duration is 2^64 seconds"),
            ("0m 0s", "a duration must be longer than zero"),
            ("s", "missing number before `s`: write one such as \"10s\""),
            ("\0s", "unexpected `\\0s`: write a duration such as \"10s\" or \"1m 30s\""),
            ("-5s", "a duration must be longer than zero"),
            ("PT10S", "unexpected `PT`: write \"10s\""),
            ("10s,", "unexpected `,`: write \"10s\""),
            ("18446744073709551616s", "too long: the longest duration is 2^64 seconds"),
            (
                "999999999999999999999999999999999999999999s",
                "too long: the longest duration is 2^64 seconds",
            ),
        ] {
            assert_eq!(parse(text), Err(message.to_owned()), "{text}");
        }
    }

    /// All of the text is to be replaced, so all of it has to be in the fix.
    #[test]
    fn understands() {
        for (text, cause, fix) in [
            ("10,5s", "unexpected `,`", "10s 500ms"),
            ("0,25 h", "unexpected `,`", "15m"),
            ("1_500ms", "unexpected `_`", "1500ms"),
            ("1'500ms", "unexpected `'`", "1500ms"),
            ("1h30", "missing unit", "1h 30m"),
            ("2h 15", "missing unit", "2h 15m"),
            ("1m30", "missing unit", "1m 30s"),
            ("1d12", "missing unit", "1d 12h"),
            ("5s500", "missing unit", "5s 500ms"),
            ("1.5h 10m", "not a whole number", "1h 40m"),
            ("1m 30 sec", "unknown unit `sec`", "1m 30s"),
            ("1 min 30 sec", "unknown unit `min`", "1m 30s"),
            ("90 sec", "unknown unit `sec`", "90s"),
            ("1m, 30s", "unexpected `,`", "1m 30s"),
            ("1m and 30s", "unexpected `and`", "1m 30s"),
            ("1m + 30s", "unexpected `+`", "1m 30s"),
            ("+5s", "unexpected `+`", "5s"),
            (".5s", "missing digit", "500ms"),
            ("10.s", "unexpected `.`", "10s"),
            ("10 sec.", "unknown unit `sec`", "10s"),
            ("10s;", "unexpected `;`", "10s"),
            ("10-seconds", "unknown unit `seconds`", "10s"),
            ("ten s", "unexpected `ten`", "10s"),
            ("ten seconds", "unknown unit `seconds`", "10s"),
            ("A minute", "unknown unit `minute`", "1m"),
            ("1/2s", "unexpected `/`", "500ms"),
            ("1/2", "missing unit", "500ms"),
            ("PT1M30S", "unexpected `PT`", "1m 30s"),
            ("PT0.5S", "unexpected `PT`", "500ms"),
            ("P1DT2H", "unexpected `P`", "1d 2h"),
            ("pt5m", "unexpected `pt`", "5m"),
            ("P2W", "unexpected `P`", "14d"),
            ("1s 500s", "repeated unit `s`", "8m 21s"),
            ("10\u{a0}s", "space before the unit", "10s"),
            ("１０s", "unexpected `１`", "10s"),
        ] {
            let message = format!("{cause}: write \"{fix}\"");
            assert_eq!(parse(text), Err(message), "{text}");
            assert!(parse(fix).is_ok(), "{fix}");
        }
    }

    /// Better no fix than a wrong one.
    #[test]
    fn does_not_guess() {
        for (text, message) in [
            ("1,000ms", "unexpected `,`: write a duration such as \"10s\" or \"1m 30s\""),
            ("1.000,5s", "unexpected `,`: write a duration such as \"10s\" or \"1m 30s\""),
            ("5s,30s", "unexpected `,`: write a duration such as \"10s\" or \"1m 30s\""),
            ("1500.5", "missing unit: write a duration such as \"10s\" or \"1m 30s\""),
            ("1:30", "unexpected `:`: write a duration such as \"10s\" or \"1m 30s\""),
            ("5 500ms", "missing unit: write a duration such as \"10s\" or \"1m 30s\""),
            ("5s5", "missing unit: write a duration such as \"10s\" or \"1m 30s\""),
            ("50%", "`50%` is a share, not a time: write a duration such as \"10s\""),
            ("12,5 %", "`12,5 %` is a share, not a time: write a duration such as \"10s\""),
            ("7 calls", "a number of calls is not a time: write a duration such as \"10s\""),
            ("forever", "unexpected `forever`: write a duration such as \"10s\" or \"1m 30s\""),
            ("P1Y", "unexpected `P`: write a duration such as \"10s\" or \"1m 30s\""),
            ("P", "unexpected `P`: write a duration such as \"10s\" or \"1m 30s\""),
            ("1e3ms", "unknown unit `e`: the units are ns, us, ms, s, m, h and d"),
            ("1/0s", "unexpected `/`: write a duration such as \"10s\" or \"1m 30s\""),
            ("1/3s", "unexpected `/`: write a duration such as \"10s\" or \"1m 30s\""),
            ("1m 2 months", "unknown unit `months`: the units are ns, us, ms, s, m, h and d"),
        ] {
            assert_eq!(parse(text), Err(message.to_owned()), "{text}");
        }
    }
}
