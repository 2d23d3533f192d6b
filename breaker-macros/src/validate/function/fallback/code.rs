//! Fallbacks that can't know what they name, or that nothing awaits.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Expr;

use crate::config::FallbackKind;
use crate::diagnostics::{Errors, shown};
use crate::item::Function;
use crate::item::future::Future;
use crate::item::tokens::any_word;

pub(super) fn check(
    function: &Function,
    names: &[String],
    fallback: &FallbackKind,
    errors: &mut Errors,
) {
    match fallback {
        FallbackKind::Path(path) => called(path, names, errors),
        FallbackKind::Expression(value) => {
            unbound(value, names, errors);
            made_later(function, "", value, errors);
        }
        FallbackKind::Closure(closure) => {
            let given = closure.inputs.first().map(shown).unwrap_or_default();
            made_later(function, &format!("|{given}| "), &closure.body, errors);
        }
    }
}

/// `fallback = id`, with an argument of that name.
fn called(path: &TokenStream, names: &[String], errors: &mut Errors) {
    let text = shown(path);
    if names.contains(&text) {
        let message =
            format!("`{text}` is an argument, not a function: write `fallback = |_| {text}`");
        errors.over(path, message);
    }
}

/// `fallback = |open| async move { .. }`: the value is a future, and not what the function returns.
fn made_later(function: &Function, given: &str, value: &Expr, errors: &mut Errors) {
    let Expr::Async(made) = value else { return };
    let message = if function.sig.asyncness.is_some() {
        let block = shown(&made.block);
        format!(
            "the fallback of an `async fn` may `.await` by itself, without an `async` block: \
             write `fallback = {given}{block}`"
        )
    } else if Future::returned_by(function).is_none() {
        "nothing awaits this block in a function that is not `async`: \
         write what the function returns, as in `fallback = |_| Ok(..)`"
            .to_owned()
    } else {
        return;
    };
    errors.over(value, message);
}

/// `fallback = Err(open.into())`: what a closure would be given.
fn unbound(value: &Expr, names: &[String], errors: &mut Errors) {
    let tokens = value.to_token_stream();
    // What binds names may bind this one.
    let binds = any_word(&tokens, &|word| matches!(word, "let" | "match" | "for" | "move"))
        || tokens.to_string().contains('|');
    if binds {
        return;
    }
    let given = ["open", "rejection", "rejected", "circuit_open", "cause", "error", "err", "e"];
    for name in given.iter().filter(|given| !names.iter().any(|name| name == *given)) {
        if let Some(place) = place_of_value(&tokens, name) {
            let message = format!(
                "`{name}` is given to closures only: write `fallback = |{name}| {}`",
                shown(value)
            );
            return errors.at(place, message);
        }
    }
}

/// Where `name` stands alone, or in front of a method: not as a function, a path, or a field.
fn place_of_value(tokens: &TokenStream, name: &str) -> Option<Span> {
    let mut before = None;
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Ident(word) if *word == name => {
                let is_part = matches!(before, Some('.' | ':'));
                let is_called = match tokens.peek() {
                    Some(TokenTree::Punct(next)) => matches!(next.as_char(), ':' | '!'),
                    Some(TokenTree::Group(_)) => true,
                    _ => false,
                };
                (!is_part && !is_called).then(|| word.span())
            }
            TokenTree::Group(group) => place_of_value(&group.stream(), name),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        before = if let TokenTree::Punct(punct) = &token { Some(punct.as_char()) } else { None };
    }
    None
}
