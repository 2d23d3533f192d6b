//! `key = value, key = value`, read so that one mistake never hides the next.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::token::{Brace, Bracket, Paren};
use syn::{Expr, Lit, Token};

use super::arms::{self, Arm};
use super::fault::Fault;
use super::key::{Key, Lookup};
use super::mistake::{Form, Mistake};
use crate::diagnostics::shown;

/// A key with what follows it. The mistake in a value is kept until the key is known: an unknown
/// key is the only mistake worth reporting.
pub(crate) struct Written {
    /// The key, as it should have been written.
    pub(crate) ident: Ident,
    /// The key as it was written: `open-for` as well.
    pub(crate) typed: TokenStream,
    pub(crate) value: Result<Value, Mistake>,
}

impl Written {
    /// `failures(Err(_))`: no number, but something in parentheses.
    pub(crate) fn has_arms(&self) -> bool {
        matches!(&self.value, Err(Mistake { form: Form::NotEquals(None), .. }))
    }

    /// The key as it was written, as text.
    pub(crate) fn typed_name(&self) -> String {
        let typed = shown(&self.typed);
        typed.strip_prefix("r#").map(str::to_owned).unwrap_or(typed)
    }

    /// Whether the key is in several words.
    pub(super) fn is_apart(&self) -> bool {
        self.typed_name().contains(['-', ' '])
    }
}

/// What was given for a key.
pub(crate) enum Value {
    Expression(Box<Expr>),
    Arms(Vec<Arm>),
    /// Of `skip`.
    Nothing,
}

pub(super) fn parse(tokens: TokenStream) -> (Vec<Written>, Vec<Fault>) {
    let parser = |input: ParseStream<'_>| Ok(arguments(input));
    // Cannot fail: `arguments` consumes everything and reports for itself.
    parser.parse2(tokens).unwrap_or_default()
}

fn arguments(input: ParseStream<'_>) -> (Vec<Written>, Vec<Fault>) {
    let (mut arguments, mut faults) = (Vec::new(), Vec::new());
    while !input.is_empty() {
        if !starts_with_key(input) {
            faults.extend(keyless(input));
        } else if let Some(written) = argument(input) {
            let lacks_value = matches!(written.value, Err(Mistake { form: Form::NoValue, .. }));
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
fn keyless(input: ParseStream<'_>) -> Option<Fault> {
    let span = input.span();
    if is_behind_equals() {
        // The compiler says so itself.
        skip_argument(input);
        return None;
    }
    let value = expression(input);
    skip_argument(input);
    Some(Fault::Keyless(span, value))
}

/// `#[circuit_breaker = "x"]`, which looks like `#[circuit_breaker("x")]` from here.
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
        value_after(equals, input).map(Box::new).map(Value::Expression)
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

fn nothing_after(input: ParseStream<'_>) -> Result<Value, Mistake> {
    if at_end(input) || at_next_argument(input) {
        return Ok(Value::Nothing);
    }
    let span = input.span();
    skip_wrong_sign(input);
    skip_argument(input);
    Err(Mistake { span, form: Form::NotAlone })
}

/// The arms in parentheses behind `ident`, with nothing behind them.
fn arms_after(key: Key, ident: &Ident, input: ParseStream<'_>) -> Result<Value, Mistake> {
    if input.peek(Token![=]) {
        let mistake = Mistake { span: input.span(), form: Form::NotInParentheses };
        skip_wrong_sign(input);
        skip_argument(input);
        return Err(mistake);
    }
    if input.peek(Bracket) || input.peek(Brace) {
        let mistake = Mistake { span: input.span(), form: Form::NotInParentheses };
        skip_argument(input);
        return Err(mistake);
    }
    if !input.peek(Paren) {
        skip_argument(input);
        return Err(Mistake { span: ident.span(), form: Form::NoArms });
    }
    let group = input.parse::<Group>();
    let group_before = group.as_ref().map(Group::stream).unwrap_or_default();
    let (span, form) = match group.and_then(|group| arms_in(key, &group)) {
        Ok(_) if input.peek(Token![if]) => (input.span(), guard_outside(key, &group_before, input)),
        Ok(_) if !at_end(input) && !input.peek(Ident::peek_any) => {
            (input.span(), Form::Garbage(next_token(input)))
        }
        Ok(arms) if arms.is_empty() => (ident.span(), Form::NoArms),
        Ok(arms) => return Ok(Value::Arms(arms)),
        Err(error) => (error.span(), Form::NotArms(error.to_string())),
    };
    skip_argument(input);
    Err(Mistake { span, form })
}

/// `failure(r) if r.is_bad()`.
fn guard_outside(key: Key, pattern: &TokenStream, input: ParseStream<'_>) -> Form {
    let ahead = input.fork();
    let mut guard = TokenStream::new();
    while !at_end(&ahead) {
        let Ok(token) = ahead.parse::<TokenTree>() else { break };
        guard.extend([token]);
    }
    Form::GuardOutside(format!("{}({} {})", key.name(), shown(pattern), shown(&guard)))
}

fn arms_in(key: Key, group: &Group) -> syn::Result<Vec<Arm>> {
    arms::parse(key, group.stream())
}

/// The value behind `=`, with nothing behind it.
fn value_after(equals: Span, input: ParseStream<'_>) -> Result<Expr, Mistake> {
    if at_end(input) || at_next_argument(input) {
        return Err(Mistake { span: equals, form: Form::NoValue });
    }
    let start = input.span();
    if let Some(number) = bare_percent(input) {
        skip_argument(input);
        return Err(Mistake { span: start, form: Form::BarePercent(number) });
    }
    if let Some((text, second)) = bare_words(input) {
        skip_argument(input);
        return Err(Mistake { span: start, form: Form::BareText(text, second) });
    }
    let value = expression(input).ok_or_else(|| {
        skip_argument(input);
        Mistake { span: start, form: Form::NotAValue }
    })?;
    if at_end(input) || at_next_argument(input) {
        return Ok(value);
    }
    let garbage = Mistake { span: input.span(), form: Form::Garbage(next_token(input)) };
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

/// What stands behind a key instead of `=`. The value is read over, so that what follows is
/// understood.
fn without_equals(ident: &Ident, input: ParseStream<'_>) -> Mistake {
    if at_end(input) || at_next_argument(input) {
        return Mistake { span: ident.span(), form: Form::NoValue };
    }
    let span = input.span();
    skip_wrong_sign(input);
    let value = expression(input);
    skip_argument(input);
    Mistake { span, form: Form::NotEquals(value.as_ref().and_then(literal_text)) }
}

/// `:`, `:=`, `=>` and `==` instead of `=`.
fn skip_wrong_sign(input: ParseStream<'_>) {
    while input.peek(Token![:]) || input.peek(Token![=]) || input.peek(Token![>]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Leaves the input alone if there is no expression.
fn expression(input: ParseStream<'_>) -> Option<Expr> {
    let ahead = input.fork();
    let value = ahead.parse().ok()?;
    input.advance_to(&ahead);
    Some(value)
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

fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

/// `word =` can't continue a value: the comma before it was forgotten.
fn at_next_argument(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any)
        && input.peek2(Token![=])
        && !input.peek2(Token![==])
        && !input.peek2(Token![=>])
}

fn skip_argument(input: ParseStream<'_>) {
    while !at_end(input) && !at_next_argument(input) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

fn next_token(input: ParseStream<'_>) -> String {
    match input.fork().parse::<TokenTree>() {
        Ok(TokenTree::Group(group)) => opening(group.delimiter()).to_owned(),
        Ok(token) => token.to_string(),
        Err(_) => String::new(),
    }
}

fn opening(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Parenthesis => "(",
        Delimiter::Brace => "{",
        Delimiter::Bracket => "[",
        Delimiter::None => "",
    }
}

/// The text of a literal, also of one in parentheses.
fn literal_text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => Some(literal.to_token_stream().to_string()),
        Expr::Paren(inner) => literal_text(&inner.expr),
        _ => None,
    }
}
