//! Values without the names of their arguments.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Token};

use crate::args::Args;
use crate::args::key::Key;
use crate::args::lookup::Lookup;
use crate::diagnostics::Errors;
use crate::literals::share::percent::Percent;
use crate::literals::window::Window;
use crate::validate::arguments::{validate, without_effect};

const EXPECTED: &str = "expected an argument such as `threshold = 5`";

pub(super) fn advice(value: Option<&Expr>) -> String {
    let Some(Expr::Lit(ExprLit { lit, .. })) = value else { return EXPECTED.to_owned() };
    if is_arguments(lit) {
        return in_quotes(lit);
    }
    match suggested_key(lit) {
        Some((key, is_value)) => with_key(key, lit, is_value),
        None => EXPECTED.to_owned(),
    }
}

fn with_key(key: Key, value: &Lit, is_value: bool) -> String {
    let (name, example) = (key.name(), key.example());
    let fix = format!("{name} = {}", value.to_token_stream());
    if is_value && are_right(&fix) {
        format!("a value needs the name of its argument: write `{fix}`")
    } else {
        format!("a value needs the name of its argument: write one as in `{name} = {example}`")
    }
}

/// What the value may have been meant for, and whether it is one that the key takes.
fn suggested_key(value: &Lit) -> Option<(Key, bool)> {
    match value {
        Lit::Int(number) if number.suffix().is_empty() => {
            let is_count = number.base10_parse::<u32>().is_ok_and(|count| count > 0);
            Some((Key::Threshold, is_count))
        }
        Lit::Int(_) => Some((Key::Window, false)),
        Lit::Str(text) => Some(suggested_by(&text.value())),
        _ => None,
    }
}

fn suggested_by(text: &str) -> (Key, bool) {
    if text.ends_with('%') {
        (Key::Threshold, Percent::parse(text).is_ok())
    } else if text.starts_with(|c: char| c.is_ascii_digit()) {
        (Key::Window, Window::parse(text).is_ok())
    } else {
        (Key::Name, !text.trim().is_empty())
    }
}

/// `"threshold = 5"`.
fn is_arguments(value: &Lit) -> bool {
    let Lit::Str(text) = value else { return false };
    let begins_as_argument = |input: ParseStream<'_>| {
        let name = input.call(Ident::parse_any)?.unraw().to_string();
        let is_key = !matches!(Key::look_up(&name), Lookup::Unknown);
        let is_argument = is_key && (input.peek(Token![=]) || input.peek(syn::token::Paren));
        input.parse::<TokenStream>()?;
        Ok(is_argument)
    };
    text.value().parse().is_ok_and(|tokens| begins_as_argument.parse2(tokens).unwrap_or(false))
}

fn in_quotes(value: &Lit) -> String {
    let text = if let Lit::Str(text) = value { LitStr::value(text) } else { String::new() };
    if are_right(&text) && !text.contains("//") {
        format!("arguments stand without quotes: write `{}`", text.trim())
    } else {
        "arguments stand without quotes, as in `threshold = 5`".to_owned()
    }
}

/// Whether nothing would be said of the arguments in `text`.
fn are_right(text: &str) -> bool {
    let mut errors = Errors::default();
    let (args, faults) = Args::parse(text.parse().unwrap_or_default());
    drop(validate(&args, &mut errors));
    without_effect(&args, &mut errors);
    faults.is_empty() && errors.is_empty()
}
