//! The arguments that say when the circuit opens and for how long.

use std::time::Duration;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Lit};

use super::number;
use crate::args::key::Key;
use crate::args::value::{Value as Kind, mention_of_self};
use crate::args::{Arg, Args};
use crate::config::{Policy, Threshold, Value};
use crate::diagnostics::Errors;
use crate::literal::duration;
use crate::literal::percent::Percent;
use crate::literal::window::Window;

pub(crate) fn policy(args: &Args, errors: &mut Errors) -> Policy {
    let mut count = |key| args.get(key).and_then(|arg| accept(count(arg), errors));
    let (min_calls, consecutive, half_open_calls) =
        (count(Key::MinCalls), count(Key::Consecutive), count(Key::HalfOpenCalls));
    Policy {
        threshold: args.get(Key::Threshold).and_then(|arg| accept(threshold(arg), errors)),
        window: args.get(Key::Window).and_then(|arg| accept(window(arg), errors)),
        min_calls,
        consecutive,
        open_for: args.get(Key::OpenFor).and_then(|arg| accept(open_for(arg), errors)),
        half_open_calls,
    }
}

/// A mistake in a value, with where it stands.
type Checked<T> = Result<T, (Span, String)>;

fn accept<T>(checked: Checked<T>, errors: &mut Errors) -> Option<T> {
    checked.map_err(|(span, message)| errors.at(span, message)).ok()
}

fn threshold(arg: &Arg) -> Checked<Threshold> {
    let at = arg.value.span();
    match Kind::of(&arg.value) {
        Kind::Literal(Lit::Str(text)) => {
            Percent::parse(&text.value()).map(Threshold::Share).map_err(|message| (at, message))
        }
        Kind::Literal(Lit::Float(number)) => Err((at, number::share_for(number))),
        _ => count(arg).map(Threshold::Count),
    }
}

fn count(arg: &Arg) -> Checked<Value<u32>> {
    let at = arg.value.span();
    match Kind::of(&arg.value) {
        Kind::Literal(literal) => {
            number::count(arg.key, literal).map(Value::Literal).map_err(|message| (at, message))
        }
        Kind::Negative => Err((at, format!("`{}` must be at least 1", arg.key.name()))),
        Kind::Constant(value) => constant(arg.key, value),
        Kind::Other => Err((at, not_a_constant(arg.key))),
    }
}

fn window(arg: &Arg) -> Checked<Value<Window>> {
    let as_calls = |digits: &str| format!(" or \"{digits} {}\"", number::plural(digits, "call"));
    text(arg, |text| Window::parse(text), as_calls)
}

fn open_for(arg: &Arg) -> Checked<Value<Duration>> {
    text(arg, duration::parse, |_| String::new())
}

/// A value in quotes. `or` adds to the fix for a number without unit.
fn text<T>(
    arg: &Arg,
    parse: impl Fn(&str) -> Result<T, String>,
    or: impl Fn(&str) -> String,
) -> Checked<Value<T>> {
    let at = arg.value.span();
    match Kind::of(&arg.value) {
        Kind::Literal(Lit::Str(text)) => {
            parse(&text.value()).map(Value::Literal).map_err(|message| (at, message))
        }
        Kind::Literal(literal) => Err((at, number::with_unit(arg.key, literal, or))),
        Kind::Negative => Err((at, format!("`{}` must be longer than zero", arg.key.name()))),
        Kind::Constant(value) => constant(arg.key, value),
        Kind::Other => Err((at, not_a_constant(arg.key))),
    }
}

fn constant<T>(key: Key, value: &Expr) -> Checked<Value<T>> {
    match mention_of_self(value) {
        Some(mention) => Err((
            mention.span(),
            format!(
                "`{}` can't depend on `{mention}`: one circuit serves all types and instances; \
                 write the value or name a constant outside of the type",
                key.name(),
            ),
        )),
        None => Ok(Value::Constant(value.clone())),
    }
}

fn not_a_constant(key: Key) -> String {
    format!("not a constant: write a value as in `{} = {}`", key.name(), key.example())
}
