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

/// What is said of a value with quotes of its own, or a `;` behind it; nothing of others.
pub(super) fn wrapped<T>(text: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<String> {
    let (cause, inner) = unwrapped(text)?;
    let fix = |_| format!("{cause}: write \"{inner}\"");
    Some(parse(inner).map_or_else(|wrong| wrong, fix))
}

/// A value without quotes of its own and what ends a line, and what is wrong with them.
pub(crate) fn unwrapped(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let is_quote = |c: char| matches!(c, '"' | '\'' | '`' | '\u{201c}' | '\u{201d}');
    let inner = text.trim_start_matches(is_quote);
    let is_quoted = inner.len() < text.len();
    // `5'` are minutes.
    let is_end = |c: char| matches!(c, ';' | ',') || c.is_whitespace() || is_quoted && is_quote(c);
    let inner = inner.trim_end_matches(is_end).trim();
    if inner.is_empty() || inner.len() == text.len() {
        return None;
    }
    let sign = text.chars().next_back().filter(|_| !is_quoted);
    let unexpected = |sign| format!("unexpected `{sign}`");
    Some((sign.map_or_else(|| "quotes in the quotes".to_owned(), unexpected), inner))
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
