//! `failure(Ok(r) if r.is_bad(), Err(_))`: match arms over the return value, without a right side;
//! that of `open(Err(Busy(after)) => *after)` is a time.

pub(crate) mod arm;
mod meant;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, Expr, Ident, Pat, Result, Token};

use super::key::Key;
use arm::Arm;

/// What stands in the parentheses of `key(..)`.
pub(super) fn parse(key: Key, tokens: TokenStream) -> Result<Vec<Arm>> {
    let parser = |input: ParseStream<'_>| {
        let mut arms = Vec::new();
        while !input.is_empty() {
            arms.push(arm(key, input)?);
            separator(input)?;
        }
        Ok(arms)
    };
    parser.parse2(tokens)
}

fn arm(key: Key, input: ParseStream<'_>) -> Result<Arm> {
    if starts_closure(input) {
        let fix = key.with_arm("returned if ..");
        let message = format!("an arm is a pattern: write the closure as `{fix}`");
        return Err(input.error(message));
    }
    if let Some(fix) = meant::condition(key, input) {
        return Err(input.error(fix));
    }
    let pattern = attempt(input, Pat::parse_multi_with_leading_vert)
        .ok_or_else(|| input.error(format!("not a pattern: write arms as in {}", shown(key))))?;
    let guard = input.parse::<Option<Token![if]>>()?;
    let guard = guard.map(|token| Ok::<_, Error>((token, condition(token, input)?))).transpose()?;
    if guard.is_none() {
        meant::guard(key, &pattern, input).map_or(Ok(()), |fix| Err(input.error(fix)))?;
    }
    let time = time(key, &pattern, input)?;
    Ok(Arm::new(pattern, guard, time))
}

/// `=> *after`: how long the callee asks callers to wait.
fn time(key: Key, pattern: &Pat, input: ParseStream<'_>) -> Result<Option<Expr>> {
    if key != Key::Open {
        return Ok(None);
    }
    let message = format!("missing time: write how long to wait, as in {}", shown(key));
    let Some(arrow) = input.parse::<Option<Token![=>]>>()? else {
        return Err(Error::new_spanned(pattern, message));
    };
    if at_end_of_arm(input) {
        return Err(Error::new_spanned(arrow, message));
    }
    attempt(input, Expr::parse).map(Some).ok_or_else(|| input.error("not an expression"))
}

fn at_end_of_arm(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn condition(token: Token![if], input: ParseStream<'_>) -> Result<Expr> {
    if at_end_of_arm(input) || input.peek(Token![=>]) {
        return Err(Error::new(token.span, "missing condition after `if`"));
    }
    attempt(input, Expr::parse).ok_or_else(|| input.error("not a condition"))
}

fn separator(input: ParseStream<'_>) -> Result<()> {
    if input.is_empty() {
        return Ok(());
    }
    if input.peek(Token![=>]) {
        return Err(input.error("an arm has no right side: remove `=> ..`"));
    }
    if input.peek(Token![,]) {
        return input.parse::<Token![,]>().map(drop);
    }
    if input.peek(Token![;]) {
        return Err(input.error("arms are separated by `,`: write it instead of `;`"));
    }
    let found = input.fork().parse::<TokenTree>();
    let found = found.map(|token| token.to_string()).unwrap_or_default();
    Err(input.error(format!("missing `,` before `{found}`")))
}

/// Leaves the input alone if there is no `T`.
fn attempt<T>(input: ParseStream<'_>, parse: fn(ParseStream<'_>) -> Result<T>) -> Option<T> {
    let ahead = input.fork();
    let parsed = parse(&ahead).ok()?;
    input.advance_to(&ahead);
    Some(parsed)
}

/// `|r| ..`, which could be read as the pattern `r | ..`, and `move |r| ..`.
fn starts_closure(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let moves = ahead.parse::<Option<Token![move]>>().ok().flatten().is_some();
    let opens = ahead.parse::<Token![|]>().is_ok();
    let names_a_variable = ahead
        .parse::<Ident>()
        .is_ok_and(|name| name.to_string().starts_with(|c: char| c.is_lowercase() || c == '_'));
    moves || (opens && names_a_variable && (ahead.peek(Token![|]) || ahead.peek(Token![:])))
}

/// An example in full.
pub(crate) fn shown(key: Key) -> String {
    format!("`{}({})`", key.name(), key.example())
}
