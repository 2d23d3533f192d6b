//! How far a text can be understood that is no duration: its numbers and units, and the first thing
//! that is wrong.

use crate::literals::amount::Amount;
use crate::literals::duration::grammar::{UNITS, too_short};
use crate::literals::text::{shown, split_digits};

/// What people write for a unit, in lower case.
const UNIT_ALIASES: [(&str, &str); 8] = [
    ("w", "w wk wks week weeks"),
    ("d", "d day days"),
    ("h", "h hr hrs hour hours"),
    ("m", "m min mins mn minute minutes"),
    ("s", "s sec secs second seconds"),
    ("ms", "ms msec msecs milli millis millisecond milliseconds"),
    ("us", "us µs μs usec usecs micro micros microsecond microseconds"),
    ("ns", "ns nsec nsecs nano nanos nanosecond nanoseconds"),
];

/// How far the text was understood.
pub(super) struct Reading<'a> {
    rest: &'a str,
    /// The first thing that is wrong.
    pub(super) cause: Option<String>,
    pub(super) parts: Vec<Part>,
}

/// A number with its unit.
pub(super) struct Part {
    pub(super) amount: Amount,
    pub(super) unit: &'static str,
    pub(super) has_unit: bool,
}

impl Part {
    /// What is odd about it, with its unit as it was written and what stands in front of that.
    fn oddity(&self, name: &str, gap: &str) -> Option<String> {
        if !self.has_unit {
            return Some("missing unit".to_owned());
        }
        if UNITS.iter().all(|(known, _)| *known != name) {
            return Some(format!("unknown unit `{name}`"));
        }
        let spaced = (!gap.is_empty()).then(|| "space before the unit".to_owned());
        let fraction = (!self.amount.is_whole()).then(|| "not a whole number".to_owned());
        self.amount.oddity.clone().or(fraction).or(spaced)
    }
}

impl<'a> Reading<'a> {
    /// The whole text, or what is said where there is no fix.
    pub(super) fn of(text: &'a str) -> Result<Self, String> {
        let mut reading = Self { rest: text, cause: None, parts: Vec::new() };
        match iso_prefix(text) {
            Some(prefix) => reading.iso(prefix)?,
            None => reading.all(text)?,
        }
        Ok(reading)
    }

    fn all(&mut self, text: &str) -> Result<(), String> {
        while !self.rest.is_empty() {
            self.part(text)?;
            self.separators();
        }
        Ok(())
    }

    fn part(&mut self, text: &str) -> Result<(), String> {
        let Some((amount, after)) = Amount::split_off(self.rest) else {
            return Err(missing_number(self.rest));
        };
        if amount.is_negative && self.parts.is_empty() {
            return Err(too_short());
        }
        // `30s-5s` are no 35 seconds.
        if amount.is_negative || amount.is_ambiguous {
            self.cause = self.cause.take().or(amount.oddity);
            return Err(self.without_fix());
        }
        let gap = after.len() - after.trim_start_matches(is_gap).len();
        let (gap, after) = after.split_at(gap);
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        self.rest = after;
        let (unit, has_unit) = match meant_by(name) {
            _ if name.is_empty() => (self.without_unit(&amount, text)?, false),
            Some(unit) => (unit, true),
            None => return Err(no_unit(name)),
        };
        let part = Part { amount, unit, has_unit };
        self.cause = self.cause.take().or_else(|| part.oddity(name, gap));
        self.parts.push(part);
        Ok(())
    }

    /// `1h30` is half past one; a number alone is one of seconds.
    fn without_unit(&self, amount: &Amount, text: &str) -> Result<&'static str, String> {
        let rest = self.rest.trim_start();
        if rest.starts_with('%') {
            let share = shown(text);
            return Err(format!(
                "`{share}` is a share, not a time: write a duration such as \"10s\""
            ));
        }
        if let Some(unexpected) = rest.chars().next().filter(|c| !c.is_ascii_digit() && *c != '.') {
            return Err(unexpected_token(&unexpected.to_string()));
        }
        let below = match self.parts.last() {
            Some(Part { unit: "d", .. }) => Some("h"),
            Some(Part { unit: "h", .. }) => Some("m"),
            None | Some(Part { unit: "m", .. }) => Some("s"),
            Some(Part { unit: "s", .. }) if amount.is_whole() && amount.digits.len() == 3 => {
                Some("ms")
            }
            Some(_) => None,
        };
        let missing = || "missing unit: write a duration such as \"10s\" or \"1m 30s\"".to_owned();
        below.filter(|_| rest.trim_matches('.').is_empty()).ok_or_else(missing)
    }

    /// What may stand between two parts, or behind the last one.
    fn separators(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let is_sign = |c: &char| matches!(c, ',' | ';' | '+' | '&' | '.' | ':');
            // `.5` is half of what follows.
            let decimals = self.rest.strip_prefix('.').map_or("", |rest| split_digits(rest).0);
            let sign = self.rest.chars().next().filter(is_sign).map(String::from);
            let sign = sign.filter(|_| decimals.is_empty());
            let word = || self.rest.strip_prefix("and ").map(|_| "and".to_owned());
            let Some(found) = sign.or_else(word) else { return };
            self.rest = &self.rest[found.len()..];
            self.cause.get_or_insert_with(|| format!("unexpected `{found}`"));
        }
    }

    /// `PT1M30S`.
    fn iso(&mut self, prefix: &str) -> Result<(), String> {
        let unexpected = || unexpected_token(prefix);
        self.cause = Some(format!("unexpected `{prefix}`"));
        self.rest = &self.rest[1..];
        let mut is_time = false;
        while let Some(first) = self.rest.chars().next() {
            if matches!(first, 'T' | 't') && !is_time {
                (is_time, self.rest) = (true, &self.rest[1..]);
                continue;
            }
            let (amount, after) = Amount::split_off(self.rest)
                .filter(|(amount, _)| !amount.is_negative)
                .ok_or_else(unexpected)?;
            let unit = after.chars().next().map(|letter| (is_time, letter.to_ascii_uppercase()));
            let unit = match unit {
                Some((false, 'W')) => "w",
                Some((false, 'D')) => "d",
                Some((true, 'H')) => "h",
                Some((true, 'M')) => "m",
                Some((true, 'S')) => "s",
                _ => return Err(unexpected()),
            };
            self.rest = &after[1..];
            self.parts.push(Part { amount, unit, has_unit: true });
        }
        if self.parts.is_empty() { Err(unexpected()) } else { Ok(()) }
    }

    /// What is said where nobody knows what was meant.
    pub(super) fn without_fix(&self) -> String {
        let cause = self.cause.as_deref().unwrap_or("not a duration");
        format!("{cause}: write a duration such as \"10s\" or \"1m 30s\"")
    }
}

/// Between a number and its unit.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || c == '-'
}

/// `P` or `PT`, if that is how ISO 8601 writes durations.
fn iso_prefix(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['P', 'p'])?;
    let begins_time = rest.starts_with(['T', 't']);
    let is_iso = rest.is_empty() || begins_time || rest.starts_with(|c: char| c.is_ascii_digit());
    is_iso.then(|| &text[..=usize::from(begins_time)])
}

fn meant_by(unit: &str) -> Option<&'static str> {
    let lower = unit.to_lowercase();
    let listed = |names: &str| names.split(' ').any(|name| name == lower);
    UNIT_ALIASES.into_iter().find(|(_, names)| listed(names)).map(|(unit, _)| unit)
}

fn no_unit(name: &str) -> String {
    match &*name.to_lowercase() {
        "call" | "calls" | "request" | "requests" => {
            "a number of calls is not a time: write a duration such as \"10s\"".to_owned()
        }
        _ => format!("unknown unit `{name}`: the units are ns, us, ms, s, m, h and d"),
    }
}

fn missing_number(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let unexpected = &text[..end.unwrap_or(text.len())];
    if UNITS.iter().any(|(name, _)| *name == unexpected) {
        return format!(
            "missing number before `{unexpected}`: write one such as \"10{unexpected}\""
        );
    }
    unexpected_token(unexpected)
}

fn unexpected_token(token: &str) -> String {
    format!("unexpected `{}`: write a duration such as \"10s\" or \"1m 30s\"", shown(token))
}
