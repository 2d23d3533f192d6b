//! What the parsers of values share, and what is said of texts.

/// Splits leading ASCII digits off.
pub(super) fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

/// Splits a number off that may have decimals.
pub(super) fn split_number(text: &str) -> (&str, &str) {
    let whole = split_digits(text).0.len();
    let decimals = text[whole..].strip_prefix('.').map_or(0, |rest| split_digits(rest).0.len());
    text.split_at(if decimals == 0 { whole } else { whole + 1 + decimals })
}

/// What was typed, on one line: a text may go over many.
pub(super) fn shown(text: &str) -> String {
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
pub(super) fn spelled(number: &str) -> &str {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let word = number.parse::<usize>().ok().and_then(|value| WORDS.get(value));
    word.copied().unwrap_or(number)
}
