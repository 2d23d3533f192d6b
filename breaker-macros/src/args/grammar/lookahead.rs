//! Where an argument ends, and the way there.

use proc_macro2::{Delimiter, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, Ident, Token};

pub(super) fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

/// `word =` can't continue a value: the comma before it was forgotten.
pub(super) fn at_next_argument(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any)
        && input.peek2(Token![=])
        && !input.peek2(Token![==])
        && !input.peek2(Token![=>])
}

pub(super) fn skip_argument(input: ParseStream<'_>) {
    while !at_end(input) && !at_next_argument(input) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

pub(super) fn next_token(input: ParseStream<'_>) -> String {
    match input.fork().parse::<TokenTree>() {
        Ok(TokenTree::Group(group)) => opening(group.delimiter()).to_owned(),
        Ok(token) => token.to_string(),
        Err(_) => String::new(),
    }
}

pub(super) fn opening(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Parenthesis => "(",
        Delimiter::Brace => "{",
        Delimiter::Bracket => "[",
        Delimiter::None => "",
    }
}

/// `:`, `:=`, `=>` and `==` instead of `=`.
pub(super) fn skip_wrong_sign(input: ParseStream<'_>) {
    while input.peek(Token![:]) || input.peek(Token![=]) || input.peek(Token![>]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Leaves the input alone if there is no expression.
pub(super) fn expression(input: ParseStream<'_>) -> Option<Expr> {
    let ahead = input.fork();
    let value = ahead.parse().ok()?;
    input.advance_to(&ahead);
    Some(value)
}
