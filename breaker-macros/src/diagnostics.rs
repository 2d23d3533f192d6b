//! Mistakes are collected, not thrown: one compilation shows them all.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Error;

/// The mistakes found so far, in the order in which they were found.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.0.push(Error::new(span, message));
    }

    /// Underlines all of `tokens`, not only the first of them.
    pub(crate) fn over(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.0.push(Error::new_spanned(tokens, message));
    }

    pub(crate) fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Takes over what is not known yet: arguments of a block are looked at with each of its
    /// methods.
    pub(crate) fn absorb(&mut self, others: Self) {
        for error in others.0 {
            if !self.0.iter().any(|known| is_same(known, &error)) {
                self.0.push(error);
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `compile_error!` items, which are allowed in every place where an attribute is.
    pub(crate) fn to_compile_errors(&self) -> TokenStream {
        self.0.iter().map(Error::to_compile_error).collect()
    }

    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Error> {
        self.0.iter()
    }
}

/// Tokens as one would type them, on one line.
pub(crate) fn shown(tokens: impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (apart, together) in [
        (" . ", "."),
        (" :: ", "::"),
        (" - ", "-"),
        (" ..= ", "..="),
        (" (", "("),
        (" ,", ","),
        (" ?", "?"),
        ("& ", "&"),
        ("! ", "!"),
        ("\n", " "),
    ] {
        text = text.replace(apart, together);
    }
    text
}

/// By what it says and where it stands, of which there is nothing to compare but the text.
fn is_same(one: &Error, other: &Error) -> bool {
    let place = |error: &Error| format!("{:?}", error.span());
    one.to_string() == other.to_string() && place(one) == place(other)
}

/// The candidate that `typed` was most likely meant to be, if any is near enough to be worth
/// naming.
pub(crate) fn nearest(
    typed: &str,
    candidates: impl IntoIterator<Item = &'static str>,
) -> Option<&'static str> {
    // A third of the letters: `treshold` finds `threshold`, and `time` does not find `name`.
    let tolerance = (typed.chars().count() + 1) / 3;
    candidates
        .into_iter()
        .map(|candidate| (distance(typed, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= tolerance || is_start(typed, candidate))
        .min_by_key(|&(distance, candidate)| (!is_start(typed, candidate), distance))
        .map(|(_, candidate)| candidate)
}

/// `half_open` starts `half_open_calls`; one or two letters start too many things.
fn is_start(typed: &str, candidate: &str) -> bool {
    typed.len() >= 3 && candidate.starts_with(typed)
}

/// Edits (insert, remove, replace, swap neighbours) that turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    let mut row_before: Vec<usize> = row.clone();
    let mut previous = None;
    for (i, letter) in from.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, &target) in to.iter().enumerate() {
            let mut cost =
                (row[j] + usize::from(letter != target)).min(row[j + 1] + 1).min(next[j] + 1);
            let swapped = j > 0 && previous == Some(target) && to[j - 1] == letter;
            if swapped {
                cost = cost.min(row_before[j - 1] + 1);
            }
            next.push(cost);
        }
        row_before = std::mem::replace(&mut row, next);
        previous = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn counts_edits() {
        for (from, to, edits) in [
            ("", "", 0),
            ("window", "window", 0),
            ("", "abc", 3),
            ("windw", "window", 1),
            ("widnow", "window", 1),
            ("threshhold", "threshold", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), edits, "{from} -> {to}");
        }
    }

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["threshold", "window", "half_open_calls", "open_for", "name"];
        for (typed, expected) in [
            ("treshold", Some("threshold")),
            ("thresholds", Some("threshold")),
            ("windows", Some("window")),
            ("half_open", Some("half_open_calls")),
            ("half", Some("half_open_calls")),
            ("openfor", Some("open_for")),
            ("nmae", Some("name")),
            ("size", None),
            ("time", None),
            ("rate", None),
            ("x", None),
            ("retries", None),
        ] {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }
}
