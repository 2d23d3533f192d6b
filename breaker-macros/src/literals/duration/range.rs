//! `"5s..30s"`, `"30s ± 10%"`: two values where one should be.

use super::grammar::exact;
use super::meant::mistake;
use crate::literals::share::spread::Spread;

/// Two values in the place of one.
pub(crate) enum Range {
    /// From the first to the second, in the words of the grammar.
    Between(String, String),
    /// The first, give or take the second, if that is a share.
    Around(String, Option<String>),
}

/// What stands between the two ends; the longer before what it begins with.
const BETWEEN: [&str; 13] = [
    "..=", "...", "..<", "..", "->", "=>", "\u{2192}", "\u{2026}", "\u{2013}", "\u{2014}", "-",
    "~", "|",
];

const WORDS_BETWEEN: [&str; 6] = [" to ", " until ", " till ", " through ", " up to ", " or "];

const AROUND: [&str; 5] = ["\u{b1}", "+/-", "+-", "+ -", " plus or minus "];

impl Range {
    /// Nothing if the text is no range.
    pub(crate) fn of(written: &str) -> Option<Self> {
        let written = written.trim();
        Self::around(written).or_else(|| Self::between(written))
    }

    fn around(written: &str) -> Option<Self> {
        let (middle, by) = AROUND.iter().find_map(|sign| written.split_once(sign))?;
        let (middle, by) = (end(middle, unit_of(by))?, by.trim());
        let share = Spread::parse(by).is_ok().then(|| by.to_owned());
        (share.is_some() || end(by, None).is_some()).then_some(Self::Around(middle, share))
    }

    fn between(written: &str) -> Option<Self> {
        let inner = ["from ", "between "].iter().find_map(|word| written.strip_prefix(word));
        let and = inner.filter(|_| written.starts_with('b')).map(|_| " and ");
        let inner = inner.unwrap_or(written);
        let signs = WORDS_BETWEEN.iter().copied().chain(BETWEEN).chain(and);
        let halves = |sign| inner.split_once(sign).map(|(from, to)| (sign, from, to));
        signs.filter_map(halves).find_map(|(sign, from, to)| {
            // `5-30s`: the unit stands once.
            let range = Self::Between(end(from, unit_of(to))?, end(to, None)?);
            // `1m-30s` may be one time.
            (sign != "-" || range.is_growing()).then_some(range)
        })
    }

    /// The arguments that open a circuit for that long, each time for another time.
    pub(crate) fn fix_for_openings(&self) -> Option<String> {
        match self {
            Self::Between(from, to) if self.is_growing() => Some(format!(
                "a range, where one time should be: to double it with each reopening write \
                 `open_for = \"{from}\", max_open_for = \"{to}\"`"
            )),
            Self::Around(middle, Some(share)) => Some(format!(
                "a range, where one time should be: write \
                 `open_for = \"{middle}\", jitter = \"{share}\"`"
            )),
            Self::Between(..) | Self::Around(..) => None,
        }
    }

    /// Whether the first end is the shorter one.
    fn is_growing(&self) -> bool {
        match self {
            Self::Between(from, to) => exact(from) < exact(to),
            Self::Around(..) => false,
        }
    }
}

/// What is said where two times have no meaning.
impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Between(from, to) => {
                write!(f, "a range, where one time should be: write \"{from}\" or \"{to}\"")
            }
            Self::Around(middle, _) => {
                write!(f, "a range, where one time should be: write one such as \"{middle}\"")
            }
        }
    }
}

/// One end of a range as the grammar has it; a number alone with the unit of the other end.
fn end(written: &str, unit: Option<&str>) -> Option<String> {
    let written = written.trim();
    let is_number = written.bytes().all(|byte| byte.is_ascii_digit());
    let time = format!("{written}{}", unit.filter(|_| is_number).unwrap_or_default());
    if exact(&time).is_some() { Some(time) } else { fix_in(&mistake(&time)) }
}

/// The value that a message proposes.
fn fix_in(message: &str) -> Option<String> {
    let (_, fix) = message.split_once(": write \"")?;
    let (fix, after) = fix.split_once('"')?;
    after.is_empty().then(|| fix.to_owned())
}

/// The letters at the end.
fn unit_of(written: &str) -> Option<&str> {
    let written = written.trim();
    let start = written.trim_end_matches(char::is_alphabetic).len();
    Some(&written[start..]).filter(|unit| !unit.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn two_ends_or_a_middle() {
        for (text, message) in [
            ("5s..30s", "write \"5s\" or \"30s\""),
            ("5s..=30s", "write \"5s\" or \"30s\""),
            ("5s-30s", "write \"5s\" or \"30s\""),
            ("5s - 30s", "write \"5s\" or \"30s\""),
            ("5-30s", "write \"5s\" or \"30s\""),
            ("5 to 30 seconds", "write \"5s\" or \"30s\""),
            ("5s to 30s", "write \"5s\" or \"30s\""),
            ("from 5s to 30s", "write \"5s\" or \"30s\""),
            ("between 5s and 30s", "write \"5s\" or \"30s\""),
            ("5s\u{2013}30s", "write \"5s\" or \"30s\""),
            ("1m 30s..5m", "write \"1m 30s\" or \"5m\""),
            ("30s \u{b1} 10%", "write one such as \"30s\""),
            ("30s +/- 5s", "write one such as \"30s\""),
            ("30 \u{b1} 5s", "write one such as \"30s\""),
        ] {
            let range = Range::of(text).map(|range| range.to_string());
            let expected = format!("a range, where one time should be: {message}");
            assert_eq!(range, Some(expected), "{text}");
        }
        for text in [
            "5s",
            "0s..5s",
            "99999999999999999999s..5s",
            "1/2s",
            "10-seconds",
            "1m-30s",
            "-5s",
            "5..30",
            "PT1M",
            "..",
            "a to b",
        ] {
            assert!(Range::of(text).is_none(), "{text}");
        }
    }
}
