//! `fallback`: a path, a closure or any other expression.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprClosure, ExprPath, Lit, LitStr, Path, Result};

use crate::args::key::Key;
use crate::args::value::Value;
use crate::args::{Arg, Args};
use crate::config::{Fallback, FallbackKind};
use crate::diagnostics::Errors;

pub(crate) fn fallback(args: &Args, errors: &mut Errors) -> Option<Fallback> {
    let on_failure = on_failure(args, errors);
    let arg = args.get(Key::Fallback)?;
    match kind(arg) {
        Ok(kind) => Some(Fallback { is_inherited: false, on_failure, equals: arg.equals, kind }),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// Where it says that failed calls are answered as well.
fn on_failure(args: &Args, errors: &mut Errors) -> Option<Span> {
    let arg = args.get(Key::FallbackOn)?;
    if !args.mentions(Key::Fallback) {
        let message =
            "`fallback_on` has no effect without a fallback: add one as in `fallback = cached`";
        errors.at(arg.ident.span(), message);
    }
    match Value::of(&arg.value) {
        Value::Constant(Expr::Path(path)) if path.path.is_ident("failure") => Some(path.span()),
        Value::Constant(Expr::Path(path)) if path.path.is_ident("open") => None,
        Value::Literal(Lit::Str(text)) if matches!(&*text.value(), "failure" | "open") => {
            let word = text.value();
            let message = format!("`{word}` stands without quotes: write `fallback_on = {word}`");
            errors.over(text, message);
            None
        }
        _ => {
            errors.over(&arg.value, "neither `open` nor `failure`: write `fallback_on = failure`");
            None
        }
    }
}

fn kind(arg: &Arg) -> Result<FallbackKind> {
    match peeled(&arg.value) {
        Expr::Path(path) => called(path),
        Expr::Closure(closure) => inlined(closure),
        other => match Value::of(other) {
            Value::Literal(Lit::Str(text)) => Err(Error::new_spanned(text, in_quotes(text))),
            _ => Ok(FallbackKind::Expression(Box::new(other.clone()))),
        },
    }
}

/// `macro_rules!` puts invisible groups around its fragments.
fn peeled(value: &Expr) -> &Expr {
    match value {
        Expr::Group(inner) => peeled(&inner.expr),
        other => other,
    }
}

fn called(path: &ExprPath) -> Result<FallbackKind> {
    if !names_value(&path.path) {
        return Ok(FallbackKind::Path(path.to_token_stream()));
    }
    let text = path.to_token_stream().to_string().replace(' ', "");
    let message = format!("`{text}` is a value, not a function: write `fallback = |_| {text}`");
    Err(Error::new_spanned(path, message))
}

/// `None` and constants: a path is called, and these can't be. One letter is a type's.
fn names_value(path: &Path) -> bool {
    let Some(name) = path.segments.last().map(|last| last.ident.to_string()) else { return false };
    let is_constant = name.chars().nth(1).is_some() && !name.chars().any(char::is_lowercase);
    name == "None" || (is_constant && name.chars().any(char::is_alphabetic))
}

fn inlined(closure: &ExprClosure) -> Result<FallbackKind> {
    if closure.inputs.len() == 1 {
        return Ok(FallbackKind::Closure(Box::new(closure.clone())));
    }
    let message = "the closure gets the `CircuitOpen` and sees the arguments: \
                   write `|open|`, or `|_|` if it is not needed";
    let second = closure.inputs.iter().nth(1);
    let span = second.map_or(closure.inputs_begin.span, Spanned::span);
    Err(Error::new(span, message))
}

fn in_quotes(text: &LitStr) -> String {
    let content = text.value();
    match text.parse::<Path>() {
        Ok(path) if names_value(&path) => {
            format!("a value stands without quotes: write `fallback = |_| {content}`")
        }
        Ok(_) => format!("a path stands without quotes: write `fallback = {content}`"),
        Err(_) => format!("a text is not called: write `fallback = |_| {}`", text.token()),
    }
}
