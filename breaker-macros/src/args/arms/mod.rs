//! `failure(Ok(r) if r.is_bad(), Err(_))`: match arms over the return value, without a right side.

mod meant;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprLit, Ident, Lit, Pat, Result, Token};

use super::key::Key;
use crate::item::tokens::{any_word, mentions, place_of};

/// One arm: a pattern, and perhaps a guard.
#[derive(Clone)]
pub(crate) struct Arm {
    pattern: Pat,
    guard: Option<(Token![if], Expr)>,
}

impl Arm {
    pub(crate) fn pattern(&self) -> &Pat {
        &self.pattern
    }

    /// `if` and the condition.
    pub(crate) fn guard(&self) -> Option<TokenStream> {
        self.guard.as_ref().map(|(token, condition)| quote!(#token #condition))
    }

    /// What stands behind `if`.
    pub(crate) fn condition(&self) -> Option<&Expr> {
        self.guard.as_ref().map(|(_, condition)| condition)
    }

    /// Whether it may say no to what the pattern matches.
    pub(crate) fn has_guard(&self) -> bool {
        self.guard.as_ref().is_some_and(|(_, condition)| {
            let is_true = |literal: &ExprLit| matches!(&literal.lit, Lit::Bool(lit) if lit.value);
            !matches!(condition, Expr::Lit(literal) if is_true(literal))
        })
    }

    /// Whether the guard speaks of `name`.
    pub(crate) fn guard_mentions(&self, name: &Ident) -> bool {
        let condition = self.guard.as_ref().map(|(_, condition)| condition.to_token_stream());
        condition.is_some_and(|condition| mentions(&condition, &name.to_string()))
    }

    /// The first use of a variable `name` in the guard that the pattern does not bind.
    pub(crate) fn use_of(&self, name: &str) -> Option<Span> {
        let (_, condition) = self.guard.as_ref()?;
        let condition = condition.to_token_stream();
        let is_bound = any_word(&self.pattern.to_token_stream(), &|word| word == name);
        let is_used = !is_bound && mentions(&condition, name);
        // In a format string it is no word of its own.
        is_used.then(|| place_of(&condition, name).unwrap_or_else(|| condition.span()))
    }
}

impl ToTokens for Arm {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.pattern.to_tokens(tokens);
        self.guard().to_tokens(tokens);
    }
}

/// What stands in the parentheses of `key(..)`.
pub(super) fn parse(key: Key, tokens: TokenStream) -> Result<Vec<Arm>> {
    let parser = |input: ParseStream<'_>| {
        let mut arms = Vec::new();
        while !input.is_empty() {
            arms.push(arm(key, input)?);
            meant::guard(key, &arms, input).map_or(Ok(()), |fix| Err(input.error(fix)))?;
            separator(input)?;
        }
        Ok(arms)
    };
    parser.parse2(tokens)
}

fn arm(key: Key, input: ParseStream<'_>) -> Result<Arm> {
    if starts_closure(input) {
        let name = key.name();
        let message = format!("an arm is a pattern: write the closure as `{name}(returned if ..)`");
        return Err(input.error(message));
    }
    if let Some(fix) = meant::condition(key, input) {
        return Err(input.error(fix));
    }
    let pattern = attempt(input, Pat::parse_multi_with_leading_vert)
        .ok_or_else(|| input.error(format!("not a pattern: write arms as in {}", shown(key))))?;
    let guard = input.parse::<Option<Token![if]>>()?;
    let guard = guard.map(|token| Ok::<_, Error>((token, condition(token, input)?))).transpose()?;
    Ok(Arm { pattern, guard })
}

fn condition(token: Token![if], input: ParseStream<'_>) -> Result<Expr> {
    if input.is_empty() || input.peek(Token![,]) {
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
