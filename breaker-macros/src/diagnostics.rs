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

    /// Takes over mistakes that are not known yet: the arguments of a block are looked at once with
    /// each of its methods.
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

/// Compares the message and the place; of a place, only its text can be compared.
fn is_same(one: &Error, other: &Error) -> bool {
    let place = |error: &Error| format!("{:?}", error.span());
    one.to_string() == other.to_string() && place(one) == place(other)
}
