//! Values as text, in the forms of the attribute: read from overrides, and shown in data.
//!
//! The attribute reads the same forms with a parser of its own, which says what was meant where a
//! text has none of them: `cases.txt` is what the tests of both read. What was meant by a text in
//! an override is read by `overrides/meant`: `mistakes.txt` holds that to the attribute's messages.

pub(super) mod duration;
pub(crate) mod share;
pub(super) mod trials;
pub(super) mod window;

/// Splits leading ASCII digits off.
pub(super) fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

/// Calls or failures.
pub(super) fn count(text: &str) -> Option<u32> {
    // A sign is none of the attribute's.
    text.parse().ok().filter(|_| split_digits(text).1.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `duration 1m 30s = 90000000000`: a kind, a text, and its value; none for what is refused.
    const CASES: &str = include_str!("cases.txt");

    #[test]
    fn the_grammar_is_that_of_the_attribute() {
        let is_case = |line: &&str| !line.is_empty() && !line.starts_with('#');
        for line in CASES.lines().filter(is_case) {
            let (kind, case) = line.split_once(' ').unwrap();
            let (text, expected) = case.split_once('=').unwrap();
            let text = text.strip_suffix(' ').unwrap();
            let value = match kind {
                "duration" => duration::parse(text).map(|time| time.as_nanos().to_string()),
                "share" => share::parse(text).map(|millionths| millionths.to_string()),
                "trials" => trials::parse(text).map(|(some, all)| format!("{some} of {all}")),
                "window" => window::parse(text).map(|window| format!("{window:?}")),
                other => panic!("no kind of literal: {other}"),
            };
            let expected = Some(expected.trim()).filter(|expected| !expected.is_empty());
            assert_eq!(value.as_deref(), expected, "{line}");
        }
    }
}
