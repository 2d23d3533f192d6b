//! Conditions where a pattern or an `if` should stand, and what to write instead.

use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Expr, ExprPath, Pat, Token};

use crate::args::key::Key;
use crate::diagnostics::shown;
use crate::item::tokens::any_word;

/// `failure(r.is_err())`, `failure(x > 500)`, `failure(is_bad(r))`, `failure(matches!(r, Err(_)))`.
pub(super) fn condition(key: Key, input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    let condition: Expr = ahead.parse().ok()?;
    let variable = variable_of(&condition).filter(|_| is_whole(&ahead))?;
    let condition = shown(&condition).replace("matches !", "matches!");
    let fix = key.with_arm(format!("{variable} if {condition}"));
    Some(format!("a condition is a guard: write `{fix}`"))
}

/// The value that the condition is over; nothing for what can be a pattern.
fn variable_of(condition: &Expr) -> Option<String> {
    let over = |value: &Expr| {
        let mut base = value;
        loop {
            base = match base {
                Expr::MethodCall(call) => &call.receiver,
                Expr::Field(field) => &field.base,
                Expr::Unary(inner) => &inner.expr,
                Expr::Reference(inner) => &inner.expr,
                Expr::Paren(inner) => &inner.expr,
                Expr::Binary(both) => &both.left,
                _ => break,
            };
        }
        variable(base)
    };
    match condition {
        Expr::MethodCall(_) | Expr::Field(_) => over(condition),
        Expr::Binary(both) if !matches!(both.op, syn::BinOp::BitOr(_)) => over(condition),
        Expr::Unary(inner) if matches!(inner.op, syn::UnOp::Not(_)) => {
            over(&inner.expr).or_else(|| variable_of(&inner.expr))
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if is_function(path) && call.args.len() == 1 => over(&call.args[0]),
            _ => None,
        },
        Expr::Macro(called) if called.mac.path.is_ident("matches") => {
            let first = called.mac.tokens.clone().into_iter().next()?.to_string();
            Some(first).filter(|first| first.starts_with(char::is_lowercase))
        }
        _ => None,
    }
}

fn variable(value: &Expr) -> Option<String> {
    let Expr::Path(path) = value else { return None };
    let name = path.path.get_ident()?.to_string();
    name.starts_with(char::is_lowercase).then_some(name)
}

fn is_function(path: &ExprPath) -> bool {
    let last = path.path.segments.last().map(|last| last.ident.to_string());
    last.is_some_and(|name| name.starts_with(char::is_lowercase))
}

/// `Err(e) && e.is_bad()`, `Err(e) where ..`, `Err(e), e.is_bad()`, `Err(e), if ..`,
/// `Err(A) || Err(B)`: what follows a pattern.
pub(super) fn guard(key: Key, pattern: &Pat, input: ParseStream<'_>) -> Option<String> {
    let shown_pattern = shown(pattern);
    let ahead = input.fork();
    if ahead.parse::<Token![||]>().is_ok() {
        let other = Pat::parse_multi(&ahead).ok()?;
        let other = shown(&other);
        let fix = key.with_arm(format!("{shown_pattern} | {other}"));
        return Some(format!("alternatives have one `|`: write `{fix}`"));
    }
    let is_comma = ahead.peek(Token![,]);
    let is_sign = ahead.parse::<Token![&&]>().is_ok()
        || ahead.parse::<Token![where]>().is_ok()
        || ahead.parse::<Token![,]>().is_ok();
    let is_guard = is_comma && ahead.parse::<Token![if]>().is_ok();
    let condition: Expr = ahead.parse().ok().filter(|_| is_sign)?;
    if is_comma && !is_guard {
        let variable = variable_of(&condition)?;
        let is_bound = any_word(&pattern.to_token_stream(), &|word| word == variable);
        is_bound.then_some(())?;
    }
    let condition = shown(&condition);
    let fix = key.with_arm(format!("{shown_pattern} if {condition}"));
    is_whole(&ahead).then(|| format!("a condition is a guard: write `{fix}`"))
}

fn is_whole(behind: ParseStream<'_>) -> bool {
    behind.is_empty() || behind.peek(Token![,]) || behind.peek(Token![=>])
}
