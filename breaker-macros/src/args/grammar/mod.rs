//! `key = value, key = value`, read so that one mistake never hides the next.

mod arms;
mod lookahead;
mod value;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::token::Paren;

use self::arms::arms_after;
use self::lookahead::{
    at_end, at_next_argument, expression, next_token, skip_argument, skip_wrong_sign,
};
use self::value::{value_after, without_equals};
use super::fault::Fault;
use super::key::Key;
use super::lookup::Lookup;
use super::malformed::{Form, Malformed};
use super::written::{Given, Written};

pub(super) fn parse(tokens: TokenStream) -> (Vec<Written>, Vec<Fault>) {
    let parser = |input: ParseStream<'_>| Ok(arguments(input));
    // Cannot fail: `arguments` consumes everything and reports for itself.
    parser.parse2(tokens).unwrap_or_default()
}

fn arguments(input: ParseStream<'_>) -> (Vec<Written>, Vec<Fault>) {
    let (mut arguments, mut faults) = (Vec::new(), Vec::new());
    while !input.is_empty() {
        if !starts_with_key(input) {
            faults.extend(nameless(input));
        } else if let Some(written) = argument(input) {
            let lacks_value = matches!(written.value, Err(Malformed { form: Form::NoValue, .. }));
            arguments.push(written);
            if lacks_value && at_next_argument(input) {
                // `threshold = window = ..` lacks one thing, not two.
                continue;
            }
        }
        separator(input, &mut faults);
    }
    (arguments, faults)
}

/// A value without its key.
fn nameless(input: ParseStream<'_>) -> Option<Fault> {
    let span = input.span();
    if is_behind_equals() {
        // The compiler reports that itself.
        skip_argument(input);
        return None;
    }
    let value = expression(input);
    skip_argument(input);
    Some(Fault::Nameless(span, value))
}

/// `#[circuit_breaker = "x"]`, which has the tokens of `#[circuit_breaker("x")]` here.
fn is_behind_equals() -> bool {
    let attribute = Span::call_site().source_text().unwrap_or_default();
    let end = attribute.find(['(', '=']).map(|at| attribute[at..].starts_with('='));
    attribute.starts_with("#[") && end.unwrap_or(false)
}

/// Any word but the start of a path: `Duration::from_secs(5)` is a value without its key.
fn starts_with_key(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && !input.peek2(Token![::]) && !input.peek2(Token![!])
}

fn argument(input: ParseStream<'_>) -> Option<Written> {
    let (ident, typed) = key(input)?;
    let value = if ident.unraw() == Key::Skip.name() {
        nothing_after(input)
    } else if let Some(key) = key_of_arms(&ident) {
        arms_after(key, &ident, input)
    } else if input.peek(Token![=]) && !input.peek(Token![=>]) && !input.peek(Token![==]) {
        let equals = input.parse::<Token![=]>().ok()?.span;
        value_after(equals, input).map(Box::new).map(Given::Expression)
    } else {
        Err(without_equals(&ident, input))
    };
    Some(Written { ident, typed, value })
}

/// A word; also several with `-` or nothing between them, where `_` should be: `open-for`,
/// `half open calls`.
fn key(input: ParseStream<'_>) -> Option<(Ident, TokenStream)> {
    let first = input.call(Ident::parse_any).ok()?;
    let (ahead, mut typed) = (input.fork(), first.to_token_stream());
    let (mut name, mut has_hyphen) = (first.unraw().to_string(), false);
    loop {
        let hyphen = ahead.parse::<Option<Token![-]>>().ok()?;
        let Ok(word) = ahead.call(Ident::parse_any) else { break };
        has_hyphen |= hyphen.is_some();
        name = format!("{name}_{word}");
        typed.extend(quote!(#hyphen #word));
    }
    let begins_value = ahead.peek(Token![=]) || ahead.peek(Token![:]) || ahead.peek(Paren);
    let is_key = has_hyphen || matches!(Key::look_up(&name), Lookup::Known(_));
    if first.unraw() == name || !begins_value || !is_key {
        return Some((first.clone(), first.to_token_stream()));
    }
    input.advance_to(&ahead);
    Some((Ident::new(&name, first.span()), typed))
}

fn key_of_arms(ident: &Ident) -> Option<Key> {
    match Key::look_up(&ident.unraw().to_string()) {
        Lookup::Known(key) if key.takes_arms() => Some(key),
        _ => None,
    }
}

fn nothing_after(input: ParseStream<'_>) -> Result<Given, Malformed> {
    if at_end(input) || at_next_argument(input) {
        return Ok(Given::Nothing);
    }
    let span = input.span();
    skip_wrong_sign(input);
    skip_argument(input);
    Err(Malformed { span, form: Form::NotAlone })
}

fn separator(input: ParseStream<'_>, faults: &mut Vec<Fault>) {
    let span = input.span();
    let mut fault = |span, message: &str| faults.push(Fault::Separator(span, message.to_owned()));
    if input.peek(Token![,]) {
        let _ = input.parse::<Token![,]>();
        if input.peek(Token![,]) {
            fault(input.span(), "unexpected `,`: remove it");
            let _ = input.parse::<Token![,]>();
        }
    } else if input.peek(Token![;]) {
        fault(span, "arguments are separated by `,`: write it instead of `;`");
        let _ = input.parse::<Token![;]>();
    } else if !input.is_empty() {
        fault(span, &format!("missing `,` before `{}`", next_token(input)));
    }
}
