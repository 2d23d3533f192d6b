//! Durations: one or more `<integer><unit>`, such as `"1m 30s"`.

use std::time::Duration;

use super::{shown, spelled, split_number};

const SECOND: u128 = 1_000_000_000;

/// The units with their length in nanoseconds, longest first.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400 * SECOND),
    ("h", 3_600 * SECOND),
    ("m", 60 * SECOND),
    ("s", SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// What people write for a unit, in lower case.
const UNIT_ALIASES: [(&str, &str); 8] = [
    ("w", "w wk wks week weeks"),
    ("d", "d day days"),
    ("h", "h hr hrs hour hours"),
    ("m", "m min mins minute minutes"),
    ("s", "s sec secs second seconds"),
    ("ms", "ms msec msecs milli millis millisecond milliseconds"),
    ("us", "us µs μs usec usecs micro micros microsecond microseconds"),
    ("ns", "ns nsec nsecs nano nanos nanosecond nanoseconds"),
];

/// Parses a duration longer than zero, or says what to write instead.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err("empty duration: write one such as \"10s\"".to_owned());
    }
    let mut total = 0;
    let mut seen = Vec::new();
    while !rest.is_empty() {
        let (part, after) = Part::split_off(rest)?;
        let is_alone = seen.is_empty() && after.trim().is_empty();
        let (unit, length) = match part.unit() {
            // Written otherwise it is still nothing.
            Err(_) if is_alone && part.is_nothing() => return Err(too_short()),
            unit => unit?,
        };
        if seen.contains(&unit) {
            return Err(format!("repeated unit `{unit}`: give each unit once, as in \"1m 30s\""));
        }
        seen.push(unit);
        total =
            part.nanos(length).and_then(|nanos| nanos.checked_add(total)).ok_or_else(too_long)?;
        rest = after.trim_start();
    }
    from_nanos(total)
}

/// A duration as one would type it; nothing for zero.
pub(crate) fn text(duration: Duration) -> Option<String> {
    in_units(duration.as_nanos())
}

/// One number with its unit, as written: `1.5 sec` is a part as well, until it is judged.
struct Part<'a> {
    number: &'a str,
    gap: &'a str,
    unit: &'a str,
}

impl<'a> Part<'a> {
    fn split_off(text: &'a str) -> Result<(Self, &'a str), String> {
        let (number, rest) = split_number(text);
        if number.is_empty() {
            return Err(missing_number(text));
        }
        let (gap, rest) = rest.split_at(rest.len() - rest.trim_start().len());
        let end = rest.find(|c: char| !c.is_alphabetic());
        let (unit, rest) = rest.split_at(end.unwrap_or(rest.len()));
        Ok((Self { number, gap, unit }, rest))
    }

    /// The unit and its length, if the part is written as the grammar wants it.
    fn unit(&self) -> Result<(&'static str, u128), String> {
        let Self { number, gap, unit } = self;
        if unit.is_empty() {
            return Err(missing_unit(number));
        }
        let Some(meant) = meant_by(unit) else {
            return Err(format!("unknown unit `{unit}`: the units are ns, us, ms, s, m, h and d"));
        };
        let known = UNITS.into_iter().find(|(name, _)| name == unit);
        match known {
            None => Err(self.instead(&format!("unknown unit `{unit}`"), meant)),
            Some(_) if number.contains('.') => Err(self.instead("not a whole number", meant)),
            Some(_) if !gap.is_empty() => Err(self.instead("space before the unit", meant)),
            Some(unit) => Ok(unit),
        }
    }

    /// Whether it is zero, in a unit that people write for time.
    fn is_nothing(&self) -> bool {
        let is_time = self.unit.is_empty() || meant_by(self.unit).is_some();
        is_time && !self.number.contains(|digit| matches!(digit, '1'..='9'))
    }

    fn nanos(&self, unit: u128) -> Option<u128> {
        self.number.parse::<u128>().ok()?.checked_mul(unit)
    }

    /// What is wrong, with the part as it should have been written, which is to be right.
    fn instead(&self, cause: &str, unit: &str) -> String {
        match self.rewritten(unit) {
            Some(fix) if parse(&fix) == Err(too_long()) => too_long(),
            Some(fix) => format!("{cause}: write \"{fix}\""),
            None if !self.number.contains('.') => too_long(),
            None if unit == "w" => format!("{cause}: write one such as \"7d\""),
            None => format!("{cause}: write one such as \"10{unit}\""),
        }
    }

    /// The part in the words of the grammar: `1.5 sec` is `1s 500ms`. Nothing if it has no equal there.
    fn rewritten(&self, unit: &str) -> Option<String> {
        if !self.number.contains('.') && unit != "w" {
            return Some(format!("{}{unit}", self.number));
        }
        let length = UNITS.into_iter().find(|(name, _)| *name == unit);
        let length = length.map_or(7 * 86_400 * SECOND, |(_, length)| length);
        decimal_nanos(self.number, length).and_then(in_units)
    }
}

fn meant_by(unit: &str) -> Option<&'static str> {
    let lower = unit.to_lowercase();
    let listed = |names: &str| names.split(' ').any(|name| name == lower);
    UNIT_ALIASES.into_iter().find(|(_, names)| listed(names)).map(|(unit, _)| unit)
}

fn missing_unit(number: &str) -> String {
    let seconds = if number == "1" { "second" } else { "seconds" };
    if number.contains('.') {
        return format!("missing unit: write \"{}\"", fraction_of_a_second(number));
    }
    let fix = format!("{number}s");
    if parse(&fix) == Err(too_long()) {
        return too_long();
    }
    format!("missing unit: write \"{fix}\" for {} {seconds}", spelled(number))
}

/// An example, if that is too long or too exact.
fn fraction_of_a_second(number: &str) -> String {
    let fraction = decimal_nanos(number, SECOND).and_then(in_units);
    fraction.filter(|text| parse(text).is_ok()).unwrap_or_else(|| "10s".to_owned())
}

fn missing_number(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let unexpected = &text[..end.unwrap_or(text.len())];
    if UNITS.iter().any(|(name, _)| *name == unexpected) {
        return format!(
            "missing number before `{unexpected}`: write one such as \"10{unexpected}\""
        );
    }
    let unexpected = shown(unexpected);
    format!("unexpected `{unexpected}`: write a duration such as \"10s\" or \"1m 30s\"")
}

/// `number` may have decimals; exact, because a suggestion must mean what was written.
fn decimal_nanos(number: &str, unit: u128) -> Option<u128> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let scale = 10_u128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let digits = format!("{whole}{decimals}").parse::<u128>().ok()?;
    let scaled = digits.checked_mul(unit)?;
    (scaled % scale == 0).then_some(scaled / scale)
}

/// Writes a length in the units of the grammar; nothing for zero.
fn in_units(mut nanos: u128) -> Option<String> {
    let mut parts = Vec::new();
    for (unit, length) in UNITS {
        if nanos >= length {
            parts.push(format!("{}{unit}", nanos / length));
            nanos %= length;
        }
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn from_nanos(nanos: u128) -> Result<Duration, String> {
    if nanos == 0 {
        return Err(too_short());
    }
    let seconds = u64::try_from(nanos / SECOND).map_err(|_| too_long())?;
    let rest = u32::try_from(nanos % SECOND).map_err(|_| too_long())?;
    Ok(Duration::new(seconds, rest))
}

fn too_short() -> String {
    "a duration must be longer than zero".to_owned()
}

fn too_long() -> String {
    "too long: the longest duration is 2^64 seconds".to_owned()
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
            ("1m 30", "missing unit: write \"30s\" for 30 seconds"),
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
            ("1s 2s", "repeated unit `s`: give each unit once, as in \"1m 30s\""),
            ("0s", "a duration must be longer than zero"),
            ("0", "a duration must be longer than zero"),
            ("0.0 sec", "a duration must be longer than zero"),
            ("1m 0", "missing unit: write \"0s\" for zero seconds"),
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
            ("-5s", "unexpected `-`: write a duration such as \"10s\" or \"1m 30s\""),
            ("PT10S", "unexpected `PT`: write a duration such as \"10s\" or \"1m 30s\""),
            ("10s,", "unexpected `,`: write a duration such as \"10s\" or \"1m 30s\""),
            ("18446744073709551616s", "too long: the longest duration is 2^64 seconds"),
            (
                "999999999999999999999999999999999999999999s",
                "too long: the longest duration is 2^64 seconds",
            ),
        ] {
            assert_eq!(parse(text), Err(message.to_owned()), "{text}");
        }
    }
}
