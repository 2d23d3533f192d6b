//! Shares of calls, such as `"50%"` or `"12.5%"`.

use std::fmt::{self, Display, Formatter};

use super::meant::{is_negative, of_ratio};
use super::millionths::{ALL, in_units, shown};
use super::reading::read;
use crate::literals::count;
use crate::literals::text;

/// A share of calls above 0% and up to 100%, in millionths, so that it is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Percent(u32);

impl Percent {
    /// Parses a share, or says what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        read(text, 1, missing_sign, not_a_share).map(Self)
    }

    /// What `50`, `0.5` and `50%` mean where only a share makes sense.
    pub(crate) fn of_number(text: &str) -> Option<Self> {
        let number = of_ratio(text.trim_end_matches('%'));
        Self::parse(&format!("{number}%")).ok()
    }

    /// The other calls; nothing if there are none.
    pub(crate) fn rest(self) -> Option<Self> {
        Some(Self(ALL - self.0)).filter(|rest| rest.0 > 0)
    }

    /// Of all calls.
    pub(crate) const fn millionths(self) -> u32 {
        self.0
    }
}

impl Display for Percent {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self.0))
    }
}

fn missing_sign(number: &str) -> String {
    let ratio = of_ratio(number);
    if ratio != number {
        let fix = |_| format!("missing `%`: write \"{ratio}%\"");
        return in_units(&ratio, 1).map_or_else(|wrong| wrong, fix);
    }
    // `5.0`.
    let whole =
        number.split_once('.').filter(|(_, decimals)| decimals.trim_matches('0').is_empty());
    let number = whole.map_or(number, |(whole, _)| whole);
    match in_units(number, 1) {
        Ok(_) if number.contains('.') => format!("missing `%`: write \"{number}%\""),
        Ok(_) => failures_or_share(number),
        Err(_) if is_above_all(number) => failures(number),
        Err(wrong) => wrong,
    }
}

/// The two things that a bare number up to 100 may have been meant to be.
pub(crate) fn failures_or_share(number: &str) -> String {
    format!(
        "missing `%`: write \"{number}%\" for a share of calls, or `{number}` for a number of \
         failures"
    )
}

fn not_a_share(text: &str) -> String {
    if let Some(number) = count::of_failures(text).or_else(|| count::negative(text)) {
        return failures(&number);
    }
    if is_negative(text) {
        return "a share must be above 0%".to_owned();
    }
    let text = text::shown(text);
    format!("`{text}` is neither a number of failures such as `5` nor a share such as \"50%\"")
}

/// `200` is no share, and `0` is no number of failures either.
fn is_above_all(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit()) && number.bytes().any(|byte| byte != b'0')
}

fn failures(digits: &str) -> String {
    match digits.parse::<u32>() {
        Ok(1..) => format!("a number of failures stands without quotes: write `{digits}`"),
        Err(_) if !digits.starts_with('-') => {
            format!("a number of failures must be at most {}", u32::MAX)
        }
        _ => "a number of failures must be at least 1".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Percent;

    #[test]
    fn accepts() {
        for (text, value) in [
            ("50%", 500_000),
            ("12.5%", 125_000),
            (" 1% ", 10_000),
            ("0.0001%", 1),
            ("100%", 1_000_000),
            ("99.9999%", 999_999),
            ("050%", 500_000),
        ] {
            assert_eq!(Percent::parse(text).map(Percent::millionths), Ok(value), "{text}");
        }
    }

    #[test]
    fn explains() {
        for (text, message) in [
            (
                "50",
                "missing `%`: write \"50%\" for a share of calls, or `50` for a number of failures",
            ),
            ("12.5", "missing `%`: write \"12.5%\""),
            ("0.5", "missing `%`: write \"50%\""),
            ("0.07", "missing `%`: write \"7%\""),
            ("1.0", "missing `%`: write \"100%\""),
            ("0.000001", "missing `%`: write \"0.0001%\""),
            ("12,5%", "`12,5%` is not how a share is written: write \"12.5%\""),
            ("1_0%", "`1_0%` is not how a share is written: write \"10%\""),
            ("%50", "`%50` is not how a share is written: write \"50%\""),
            ("50%%", "`50%%` is not how a share is written: write \"50%\""),
            ("50\u{ff05}", "`50\u{ff05}` is not how a share is written: write \"50%\""),
            (">= 50%", "`>= 50%` is not how a share is written: write \"50%\""),
            ("+50%", "`+50%` is not how a share is written: write \"50%\""),
            ("1/2", "`1/2` is not how a share is written: write \"50%\""),
            ("5/10", "`5/10` is not how a share is written: write \"50%\""),
            ("5 failures", "a number of failures stands without quotes: write `5`"),
            (
                "1,000%",
                "`1,000%` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
            ("5s", "`5s` is neither a number of failures such as `5` nor a share such as \"50%\""),
            (
                "1/3",
                "`1/3` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
            ("50 %", "space before `%`: write \"50%\""),
            ("50 percent", "unknown unit `percent`: write \"50%\""),
            ("50pct", "unknown unit `pct`: write \"50%\""),
            (".5%", "`.5%` is not how a share is written: write \"0.5%\""),
            ("0%", "a share must be above 0%"),
            ("0.0000%", "a share must be above 0%"),
            ("100.0001%", "a share must be at most 100%"),
            ("99999999999999%", "a share must be at most 100%"),
            ("12.34567%", "at most four decimals: write one such as \"12.5%\""),
            ("12.34567 %", "at most four decimals: write one such as \"12.5%\""),
            ("0.00001%", "at most four decimals: write one such as \"12.5%\""),
            ("12.500000%", "at most four decimals: write \"12.5%\""),
            ("200 %", "a share must be at most 100%"),
            ("200", "a number of failures stands without quotes: write `200`"),
            ("200.5", "a share must be at most 100%"),
            ("0", "a share must be above 0%"),
            ("five\n%", "`five\\n%` is not how a share is written: write \"5%\""),
            (
                "a\nlot",
                "`a\\nlot` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
            ("-5%", "a share must be above 0%"),
            ("-5", "a number of failures must be at least 1"),
            ("", "`` is neither a number of failures such as `5` nor a share such as \"50%\""),
            (
                "half",
                "`half` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
            ("50.%", "`50.%` is not how a share is written: write \"50%\""),
        ] {
            assert_eq!(Percent::parse(text), Err(message.to_owned()), "{text}");
        }
    }
}
