//! `fallback`: a path, a closure or any other expression.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprClosure, ExprPath, Lit, LitStr, Path, Result};

use super::{off, timeout};
use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::args::{Arg, Args};
use crate::config::{Fallback, FallbackKind, FallbackOn};
use crate::diagnostics::Errors;

pub(crate) fn fallback(args: &Args, errors: &mut Errors) -> Option<Fallback> {
    let on = on(args, errors);
    let arg = args.get(Key::Fallback)?;
    match kind(arg) {
        Ok(kind) => Some(Fallback { is_inherited: false, on, kind }),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// When it answers.
fn on(args: &Args, errors: &mut Errors) -> FallbackOn {
    let Some(arg) = args.get(Key::FallbackOn) else { return FallbackOn::Open };
    match ValueKind::of(&arg.value) {
        ValueKind::Constant(Expr::Path(path)) if path.path.is_ident("failure") => {
            return FallbackOn::Failure(path.span());
        }
        ValueKind::Constant(Expr::Path(path)) if path.path.is_ident("timeout") => {
            return FallbackOn::Timeout(path.span());
        }
        ValueKind::Constant(Expr::Path(path)) if path.path.is_ident("open") => {}
        ValueKind::Literal(Lit::Str(text))
            if matches!(&*text.value(), "failure" | "timeout" | "open") =>
        {
            let word = text.value();
            let message = format!("`{word}` stands without quotes: write `fallback_on = {word}`");
            errors.over(text, message);
        }
        _ if off::says(arg, &off::WORDS) => {
            let message = "rejected calls are answered in any case: remove `fallback_on`";
            errors.over(&arg.value, message);
        }
        _ => {
            let message = match widest(&arg.value) {
                Some(word) => {
                    format!("one word, which includes rejected calls: write `fallback_on = {word}`")
                }
                None => "neither `open`, `timeout` nor `failure`: write `fallback_on = failure`"
                    .to_owned(),
            };
            errors.over(&arg.value, message);
        }
    }
    FallbackOn::Open
}

/// What `open | timeout`, `[open, timeout]` and `(timeout, failure)` come to.
fn widest(value: &Expr) -> Option<&'static str> {
    let words: Vec<&Expr> = match value {
        Expr::Binary(both) => vec![&both.left, &both.right],
        Expr::Array(list) => list.elems.iter().collect(),
        Expr::Tuple(list) => list.elems.iter().collect(),
        Expr::Paren(inner) => return widest(&inner.expr),
        Expr::Path(path) => {
            let known = ["open", "timeout", "failure"];
            return known.into_iter().find(|word| path.path.is_ident(word));
        }
        _ => return None,
    };
    let words = words.into_iter().map(widest).collect::<Option<Vec<_>>>()?;
    ["failure", "timeout", "open"].into_iter().find(|word| words.contains(word))
}

/// Says when it answers, and there is none, or nothing that it could answer. `effect` is what
/// became of the arguments, in one function or in those of a block.
pub(crate) fn without_effect(args: &Args, effect: Effect, errors: &mut Errors) {
    let Some(arg) = args.get(Key::FallbackOn) else { return };
    let is_timeout = matches!(&arg.value, Expr::Path(path) if path.path.is_ident("timeout"));
    if off::says(arg, &off::WORDS) {
        // To be removed, as it is told of its value.
    } else if !effect.has_fallback {
        let message =
            "`fallback_on` has no effect without a fallback: add one as in `fallback = cached`";
        errors.at(arg.ident.span(), message);
    } else if is_timeout && !effect.has_timeout {
        let message = "`fallback_on = timeout` has no effect without a `timeout`: \
                       add one as in `timeout = \"3s\"`, or remove it";
        errors.at(arg.ident.span(), message);
    }
}

/// What `fallback_on` depends on. It counts as given where it has a mistake, which is reported
/// already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effect {
    pub(crate) has_fallback: bool,
    pub(crate) has_timeout: bool,
}

impl Effect {
    pub(crate) fn of(args: &Args) -> Self {
        Self { has_fallback: args.mentions(Key::Fallback), has_timeout: timeout::is_meant(args) }
    }
}

fn kind(arg: &Arg) -> Result<FallbackKind> {
    match peeled(&arg.value) {
        Expr::Path(path) => called(path),
        Expr::Closure(closure) => inlined(closure),
        other => match ValueKind::of(other) {
            ValueKind::Literal(Lit::Str(text)) => Err(Error::new_spanned(text, in_quotes(text))),
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
        Err(_) => {
            format!("a text is a value, not a function: write `fallback = |_| {}`", text.token())
        }
    }
}
