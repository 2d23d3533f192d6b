//! Shares, such as `"50%"` or `"12.5%"`.

use std::fmt::{self, Display, Formatter};

use super::amount::Amount;
use super::{shown, split_number};

/// A share of calls above 0% and up to 100%, in millionths, so that it is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Percent(u32);

/// A share by which a time may vary, from 0% to 100%.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spread(u32);

const DECIMALS: usize = 4;
const SCALE: u32 = 10_000;

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
        Some(Self(100 * SCALE - self.0)).filter(|rest| rest.0 > 0)
    }

    /// As `12.5`.
    pub(crate) fn as_f64(self) -> f64 {
        percent(self.0)
    }

    /// Of all calls.
    pub(crate) const fn millionths(self) -> u32 {
        self.0
    }
}

impl Display for Percent {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.as_f64())
    }
}

impl Spread {
    /// Parses a share that may be 0%, or says what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let missing_sign = |number: &str| {
            let number = of_ratio(number);
            in_units(&number, 0)
                .map_or_else(|wrong| wrong, |_| format!("missing `%`: write \"{number}%\""))
        };
        let not_a_share = |text: &str| format!("`{}` is not a share such as \"20%\"", shown(text));
        read(text, 0, missing_sign, not_a_share).map(Self)
    }

    /// Of the time that varies.
    pub(crate) const fn millionths(self) -> u32 {
        self.0
    }
}

/// The division of two exact integers gives the very number that a literal would.
fn percent(units: u32) -> f64 {
    f64::from(units) / f64::from(SCALE)
}

/// Any share from `least` up to 100%.
fn read(
    text: &str,
    least: u32,
    missing_sign: fn(&str) -> String,
    not_a_share: fn(&str) -> String,
) -> Result<u32, String> {
    let text = text.trim();
    let (number, unit) = split_number(text);
    if number.is_empty() || number.starts_with('.') || !is_unit(unit) {
        let meant =
            meant(text).filter(|share| read(share, least, missing_sign, not_a_share).is_ok());
        return Err(match meant {
            Some(share) => {
                format!("`{}` is not how a share is written: write \"{share}\"", shown(text))
            }
            None => not_a_share(text),
        });
    }
    if unit.is_empty() {
        return Err(missing_sign(number));
    }
    // Before the form: nobody is told to write a share that is wrong as well.
    let units = in_units(number, least)?;
    match unit {
        "%" => Ok(units),
        _ if unit.trim() == "%" => Err(format!("space before `%`: write \"{number}%\"")),
        _ => Err(format!("unknown unit `{}`: write \"{number}%\"", unit.trim())),
    }
}

fn is_unit(unit: &str) -> bool {
    unit.trim() == "%" || unit.is_empty() || is_spelled_out(unit)
}

/// `12,5%`, `1_0%`, `%50`, `>= 50%`, `1/2`: what else people write for a share.
fn meant(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['>', '=', '~']).trim_start();
    let (in_front, text) = text.strip_prefix('%').map_or((false, text), |rest| (true, rest));
    let (amount, unit) = Amount::split_off(text)?;
    let (unit, is_fraction) = (unit.trim(), !in_front && text.contains('/'));
    let is_sign = matches!(unit, "%" | "%%" | "\u{ff05}") || is_spelled_out(unit);
    if amount.is_ambiguous
        || text.starts_with(['-', '\u{2212}'])
        || unit.is_empty() != (in_front || is_fraction)
    {
        return None;
    }
    if !unit.is_empty() && !is_sign {
        return None;
    }
    let units = u128::from(SCALE) * if is_fraction { 100 } else { 1 };
    let units = u32::try_from(amount.times(units)?).ok()?;
    Some(format!("{}%", percent(units)))
}

/// Too many digits in front of the point saturate, which is above 100% anyway.
fn in_units(number: &str, least: u32) -> Result<u32, String> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let exact = decimals.len().min(DECIMALS);
    let digits = format!("{whole}{:0<DECIMALS$}", &decimals[..exact]);
    let units = digits.parse().unwrap_or(u32::MAX);
    if units > 100 * SCALE {
        return Err("a share must be at most 100%".to_owned());
    }
    if decimals.len() > DECIMALS {
        return Err(format!("at most four decimals: write \"{}%\"", percent(units.max(least))));
    }
    if units < least {
        return Err("a share must be above 0%".to_owned());
    }
    Ok(units)
}

fn is_spelled_out(unit: &str) -> bool {
    matches!(unit.trim().to_lowercase().as_str(), "percent" | "pct" | "per cent" | "p")
}

/// `0.2` without a sign is a fifth; more than one is percent.
fn of_ratio(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_whole = decimals.trim_matches('0').is_empty();
    let is_ratio = match whole.trim_start_matches('0') {
        "" => !is_whole,
        one => one == "1" && is_whole && !decimals.is_empty(),
    };
    let moved = || format!("{decimals:0<2}");
    match is_ratio.then(moved) {
        None => number.to_owned(),
        Some(moved) => {
            let hundreds = format!("{}{}", whole.trim_start_matches('0'), &moved[..2]);
            let hundreds = hundreds.trim_start_matches('0');
            let hundreds = if hundreds.is_empty() { "0" } else { hundreds };
            let rest = moved[2..].trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            format!("{hundreds}{point}{rest}")
        }
    }
}

fn missing_sign(number: &str) -> String {
    let ratio = of_ratio(number);
    if ratio != number {
        let fix = |_| format!("missing `%`: write \"{ratio}%\"");
        return in_units(&ratio, 1).map_or_else(|wrong| wrong, fix);
    }
    match in_units(number, 1) {
        Ok(_) if number.contains('.') => format!("missing `%`: write \"{number}%\""),
        Ok(_) => failures_or_share(number),
        Err(_) if number.parse::<u32>().is_ok_and(|failures| failures > 0) => {
            format!("a number of failures stands without quotes: write `{number}`")
        }
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
    if let Some(number) = number_of_failures(text) {
        return format!("a number of failures stands without quotes: write `{number}`");
    }
    if let Some(number) = text.strip_prefix('.') {
        if let Ok(share) = Percent::parse(&format!("0.{number}")) {
            return format!("missing digit: write \"{}%\"", share.as_f64());
        }
    }
    let text = shown(text);
    format!("`{text}` is neither a number of failures such as `5` nor a share such as \"50%\"")
}

/// `5 failures`.
fn number_of_failures(text: &str) -> Option<u32> {
    let (number, unit) = split_number(text);
    let is_counted = matches!(unit.trim(), "failures" | "failure" | "errors" | "error" | "times");
    number.parse().ok().filter(|number| is_counted && *number > 0)
}

#[cfg(test)]
mod tests {
    use super::{Percent, Spread};

    #[test]
    fn accepts() {
        for (text, value) in [
            ("50%", 50.0),
            ("12.5%", 12.5),
            (" 1% ", 1.0),
            ("0.0001%", 0.0001),
            ("100%", 100.0),
            ("99.9999%", 99.9999),
            ("050%", 50.0),
        ] {
            let parsed = Percent::parse(text).map(Percent::as_f64);
            assert_eq!(parsed.map(f64::to_bits), Ok(f64::to_bits(value)), "{text}");
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
            ("12.34567%", "at most four decimals: write \"12.3456%\""),
            ("12.34567 %", "at most four decimals: write \"12.3456%\""),
            ("0.00001%", "at most four decimals: write \"0.0001%\""),
            ("100.00009%", "at most four decimals: write \"100%\""),
            ("200 %", "a share must be at most 100%"),
            ("200", "a number of failures stands without quotes: write `200`"),
            ("200.5", "a share must be at most 100%"),
            ("0", "a share must be above 0%"),
            ("five\n%", "`five\\n%` is not how a share is written: write \"5%\""),
            (
                "a\nlot",
                "`a\\nlot` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
            (
                "-5%",
                "`-5%` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
            ("", "`` is neither a number of failures such as `5` nor a share such as \"50%\""),
            (
                "half",
                "`half` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
            (
                "50.%",
                "`50.%` is neither a number of failures such as `5` nor a share such as \"50%\"",
            ),
        ] {
            assert_eq!(Percent::parse(text), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn spreads() {
        for (text, expected) in [
            ("0%", Ok(0)),
            ("20%", Ok(200_000)),
            (" 12.5% ", Ok(125_000)),
            ("100%", Ok(1_000_000)),
            ("20", Err("missing `%`: write \"20%\"")),
            ("0.2", Err("missing `%`: write \"20%\"")),
            ("0.125", Err("missing `%`: write \"12.5%\"")),
            ("1.0", Err("missing `%`: write \"100%\"")),
            ("1.5", Err("missing `%`: write \"1.5%\"")),
            ("12,5%", Err("`12,5%` is not how a share is written: write \"12.5%\"")),
            ("±20%", Err("`±20%` is not a share such as \"20%\"")),
            ("1/5", Err("`1/5` is not how a share is written: write \"20%\"")),
            ("200", Err("a share must be at most 100%")),
            ("\t1 in\n2", Err("`1 in\\n2` is not a share such as \"20%\"")),
            ("0.00001%", Err("at most four decimals: write \"0%\"")),
            ("20 %", Err("space before `%`: write \"20%\"")),
            ("20 percent", Err("unknown unit `percent`: write \"20%\"")),
            ("101%", Err("a share must be at most 100%")),
            ("-5%", Err("`-5%` is not a share such as \"20%\"")),
            (".5%", Err("`.5%` is not how a share is written: write \"0.5%\"")),
            ("full", Err("`full` is not a share such as \"20%\"")),
            ("1s", Err("`1s` is not a share such as \"20%\"")),
        ] {
            let parsed = Spread::parse(text).map(Spread::millionths);
            assert_eq!(parsed, expected.map_err(str::to_owned), "{text}");
        }
    }
}
