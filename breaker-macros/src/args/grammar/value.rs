//! The value after a key, also where it is none.

use proc_macro2::{Ident, Span, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Expr, Lit, Token};

use super::lookahead::{
    at_end, at_next_argument, expression, next_token, skip_argument, skip_wrong_sign,
};
use crate::args::malformed::{Form, Malformed};

/// The value behind `=`, with nothing behind it.
pub(super) fn value_after(equals: Span, input: ParseStream<'_>) -> Result<Expr, Malformed> {
    if at_end(input) || at_next_argument(input) {
        return Err(Malformed { span: equals, form: Form::NoValue });
    }
    let start = input.span();
    if let Some(number) = bare_percent(input) {
        skip_argument(input);
        return Err(Malformed { span: start, form: Form::BarePercent(number) });
    }
    if let Some((text, second)) = bare_words(input) {
        skip_argument(input);
        return Err(Malformed { span: start, form: Form::BareText(text, second) });
    }
    let value = expression(input).ok_or_else(|| {
        skip_argument(input);
        Malformed { span: start, form: Form::NotAValue }
    })?;
    if at_end(input) || at_next_argument(input) {
        return Ok(value);
    }
    let garbage = Malformed { span: input.span(), form: Form::Garbage(next_token(input)) };
    skip_argument(input);
    Err(garbage)
}

/// `50%` and nothing behind it: Rust reads it as the beginning of a remainder.
fn bare_percent(input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    let number: Lit = ahead.parse().ok()?;
    ahead.parse::<Token![%]>().ok()?;
    let is_number = matches!(number, Lit::Int(_) | Lit::Float(_));
    (is_number && at_end(&ahead)).then(|| number.to_token_stream().to_string())
}

/// `10 seconds`, `1m 30s`, `50 percent`: a text without its quotes, perhaps; and where its second
/// word stands.
fn bare_words(input: ParseStream<'_>) -> Option<(String, Span)> {
    let ahead = input.fork();
    let mut words = vec![ahead.parse::<Lit>().ok()?.to_token_stream().to_string()];
    let second = ahead.span();
    while !at_end(&ahead) && !at_next_argument(&ahead) {
        match ahead.parse().ok()? {
            TokenTree::Ident(word) => words.push(word.to_string()),
            TokenTree::Literal(number) => words.push(number.to_string()),
            TokenTree::Group(_) | TokenTree::Punct(_) => return None,
        }
    }
    let starts_with_digit = words[0].starts_with(|c: char| c.is_ascii_digit());
    (starts_with_digit && words.len() > 1).then(|| (words.join(" "), second))
}

/// What stands after a key instead of `=`. The value is skipped, so that what follows is
/// understood.
pub(super) fn without_equals(ident: &Ident, input: ParseStream<'_>) -> Malformed {
    if at_end(input) || at_next_argument(input) {
        return Malformed { span: ident.span(), form: Form::NoValue };
    }
    let span = input.span();
    skip_wrong_sign(input);
    let value = expression(input);
    skip_argument(input);
    Malformed { span, form: Form::NotEquals(value.as_ref().and_then(literal_text)) }
}

/// The text of a literal, also of one in parentheses.
fn literal_text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => Some(literal.to_token_stream().to_string()),
        Expr::Paren(inner) => literal_text(&inner.expr),
        _ => None,
    }
}
