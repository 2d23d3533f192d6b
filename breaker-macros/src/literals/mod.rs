//! Values that are known when the attribute expands.
//!
//! The parsers see only text, nothing of tokens or keys, and answer a mistake with what to write
//! instead.

mod amount;
pub(crate) mod duration;
pub(crate) mod percent;
pub(crate) mod window;

/// Splits leading ASCII digits off.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

/// Splits a number off that may have decimals.
fn split_number(text: &str) -> (&str, &str) {
    let whole = split_digits(text).0.len();
    let decimals = text[whole..].strip_prefix('.').map_or(0, |rest| split_digits(rest).0.len());
    text.split_at(if decimals == 0 { whole } else { whole + 1 + decimals })
}

/// What was typed, on one line: a text may go over many.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        if letter.is_control() {
            shown.extend(letter.escape_debug());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Small numbers read better as words: "for ten seconds".
pub(crate) fn spelled(number: &str) -> &str {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let word = number.parse::<usize>().ok().and_then(|value| WORDS.get(value));
    word.copied().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::duration;
    use super::percent::Percent;
    use super::window::Window;

    /// The runtime reads the same texts from overrides, by a parser of its own.
    const CASES: &str = include_str!("../../../breaker-runtime/src/policy/literals/cases.txt");

    #[test]
    fn the_grammar_is_that_of_overrides() {
        let is_case = |line: &&str| !line.is_empty() && !line.starts_with('#');
        for line in CASES.lines().filter(is_case) {
            let (kind, case) = line.split_once(' ').unwrap();
            let (text, expected) = case.split_once('=').unwrap();
            let text = text.strip_suffix(' ').unwrap();
            let value = match kind {
                "duration" => duration::parse(text).map(|time| time.as_nanos().to_string()),
                "share" => Percent::parse(text).map(|share| share.millionths().to_string()),
                "window" => Window::parse(text).map(|window| format!("{window:?}")),
                other => panic!("no kind of literal: {other}"),
            };
            let expected = Some(expected.trim()).filter(|expected| !expected.is_empty());
            assert_eq!(value.ok().as_deref(), expected, "{line}");
        }
    }
}
