//! What the attribute's arguments say of the function's own.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Signature};

use super::key;
use crate::args::key::Key;
use crate::args::value::Value;
use crate::args::{Arg, Args};
use crate::config::{Config, FallbackKind};
use crate::diagnostics::{Errors, shown};
use crate::item::Function;
use crate::item::body::{any_word, mentions, place_of};
use crate::item::future::Future;
use crate::item::params::{Binding, Params};

/// The names that code in the attribute can use for the arguments, those in patterns included.
pub(crate) fn names(sig: &Signature) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for param in Params::of(sig).typed {
        match &param.binding {
            Binding::Pattern(pattern) => {
                collect(&pattern.to_token_stream(), &mut names);
            }
            _ => drop(names.insert(param.name.to_string())),
        }
    }
    names
}

/// Every word, for a pattern is not looked into.
fn collect(tokens: &TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(word) => drop(names.insert(word.to_string())),
            TokenTree::Group(group) => collect(&group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Reports settings that depend on a call, and fallbacks that can't know what they name.
pub(crate) fn check(function: &Function, args: &Args, config: &Config, errors: &mut Errors) {
    key::check(&function.sig, args, errors);
    let params = Params::of(&function.sig);
    let names: Vec<_> = params.typed.iter().map(|param| param.name.to_string()).collect();
    for arg in args.given().filter(|arg| is_fixed(arg.key)) {
        fixed(arg, &names, errors);
    }
    match config.fallback.as_ref().map(|fallback| &fallback.kind) {
        Some(FallbackKind::Path(path)) => called(path, &names, errors),
        Some(FallbackKind::Expression(value)) => {
            unbound(value, &names, errors);
            made_later(function, "", value, errors);
        }
        Some(FallbackKind::Closure(closure)) => {
            let given = closure.inputs.first().map(shown).unwrap_or_default();
            made_later(function, &format!("|{given}| "), &closure.body, errors);
        }
        None => {}
    }
}

/// Whether its value is the same for all calls.
fn is_fixed(key: Key) -> bool {
    let is_elsewhere = matches!(key, Key::Per | Key::Crate | Key::Name);
    key == Key::Timeout || (key.is_of_the_circuit() && !is_elsewhere)
}

fn fixed(arg: &Arg, names: &[String], errors: &mut Errors) {
    let Value::Constant(value) = Value::of(&arg.value) else { return };
    let value = value.to_token_stream();
    let used = names.iter().find(|name| mentions(&value, name));
    if let Some((name, place)) = used.and_then(|name| Some((name, place_of(&value, name)?))) {
        let (setting, example) = (arg.key.name(), arg.key.example());
        let message = format!(
            "`{setting}` can't depend on the argument `{name}`: all calls have one circuit; \
             write a value or a constant, as in `{setting} = {example}`",
        );
        errors.at(place, message);
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
