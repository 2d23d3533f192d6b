//! The arguments that say when the circuit opens and for how long.

use std::time::Duration;

use syn::{Error, Expr, Lit, Path, Result};

use super::{number, off};
use crate::args::key::Key;
use crate::args::table::Measure;
use crate::args::value::{ValueKind, mention_of_self};
use crate::args::{Arg, Args};
use crate::config::{Policy, Setting, Value};
use crate::diagnostics::{Errors, shown};
use crate::literals::duration;
use crate::literals::duration::range::Range;
use crate::literals::share::{percent::Percent, spread::Spread};
use crate::literals::trials::Trials;
use crate::literals::window::Window;

pub(crate) fn policy(args: &Args, errors: &mut Errors) -> Policy {
    let base = given(Key::Policy, base, args, errors);
    let measures = Key::ALL.iter().filter_map(|&key| Some((key, key.measure()?)));
    let value = |(key, measure)| {
        let check = |arg: &Arg| openings(arg, args).map_or_else(|| setting(arg, measure), Err);
        Some((key, given(key, check, args, errors)?))
    };
    Policy { base, settings: measures.filter_map(value).collect() }
}

fn setting(arg: &Arg, measure: Measure) -> Result<Setting> {
    match measure {
        Measure::Count => count(arg).map(Setting::Count),
        Measure::Trials => trials(arg),
        Measure::CountOrShare => count_or_share(arg),
        Measure::Spread => spread(arg).map(Setting::Spread),
        Measure::Time => time(arg).map(Setting::Time),
        Measure::Window => window(arg).map(Setting::Window),
        Measure::Flag => flag(arg).map(Setting::Flag),
    }
}

/// How many circuits there may be, for as many keys.
pub(crate) fn max_keys(args: &Args, errors: &mut Errors) -> Option<Value<u32>> {
    given(Key::MaxKeys, count, args, errors)
}

/// The value of an argument if there is one, and it is right.
pub(super) fn given<T>(
    key: Key,
    check: impl FnOnce(&Arg) -> Result<T>,
    args: &Args,
    errors: &mut Errors,
) -> Option<T> {
    let arg = args.get(key)?;
    let checked = off::instead(arg, args).map_or_else(|| check(arg), |fix| Err(wrong(arg, fix)));
    checked.map_err(|error| errors.push(error)).ok()
}

/// What is wrong with a value, whatever stands beside it; nothing for what no number, time or share
/// is asked of.
pub(crate) fn mistake_in(arg: &Arg) -> Option<Error> {
    match (arg.key, arg.key.measure()) {
        (_, Some(measure)) => setting(arg, measure).err(),
        (Key::MaxKeys, None) => count(arg).err(),
        (Key::Timeout, None) => time(arg).err(),
        _ => None,
    }
}

/// Whether it is a `Policy` is for the compiler to find out.
fn base(arg: &Arg) -> Result<Box<Expr>> {
    match ValueKind::of(&arg.value) {
        ValueKind::Constant(value) => nameable(arg, value),
        ValueKind::Literal(Lit::Str(text)) if text.parse::<Path>().is_ok() => {
            let path = text.value();
            Err(wrong(arg, format!("a path stands without quotes: write `policy = {path}`")))
        }
        _ => {
            let message = "not a `Policy`: write the path of a constant, as in `policy = HTTP`";
            Err(wrong(arg, message.to_owned()))
        }
    }
}

fn count_or_share(arg: &Arg) -> Result<Setting> {
    match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) => {
            Percent::parse(&text.value()).map(Setting::Share).map_err(|fix| wrong(arg, fix))
        }
        ValueKind::Literal(Lit::Float(number)) => Err(wrong(arg, number::share_for(number))),
        _ => count(arg).map(Setting::Count),
    }
}

fn trials(arg: &Arg) -> Result<Setting> {
    let some = match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) => Trials::read(&text.value()),
        ValueKind::Constant(value) => trials_without_quotes(value).map(Err),
        _ => None,
    };
    match some {
        Some(some) => some.map(Setting::Trials).map_err(|fix| wrong(arg, fix)),
        None => count(arg).map(Setting::Count),
    }
}

/// What to write for `4 / 5`, which is zero to Rust, and for `(4, 5)`.
fn trials_without_quotes(value: &Expr) -> Option<String> {
    match value {
        Expr::Binary(_) => Trials::meant(&shown(value)),
        Expr::Tuple(both) => {
            let numbers: Vec<_> = both.elems.iter().map(shown).collect();
            Trials::meant(&numbers.join(" of "))
        }
        _ => None,
    }
}

fn count(arg: &Arg) -> Result<Value<u32>> {
    match ValueKind::of(&arg.value) {
        ValueKind::Literal(literal) => {
            number::count(arg.key, literal).map(Value::Literal).map_err(|fix| wrong(arg, fix))
        }
        ValueKind::Negative => Err(wrong(arg, format!("`{}` must be at least 1", arg.key.name()))),
        ValueKind::Constant(value) => constant(arg, value),
        ValueKind::Other => Err(not_a_constant(arg)),
    }
}

fn window(arg: &Arg) -> Result<Value<Window>> {
    text(arg, Window::parse)
}

pub(super) fn time(arg: &Arg) -> Result<Value<Duration>> {
    text(arg, duration::parse)
}

/// `open_for = "5s..30s"`, unless a companion says what the range would: a back-off, or jitter.
fn openings(arg: &Arg, args: &Args) -> Option<Error> {
    if arg.key != Key::OpenFor || args.mentions_any(&[Key::MaxOpenFor, Key::Jitter]) {
        return None;
    }
    let range = match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) => Range::of(&text.value()),
        _ => range_of(&arg.value),
    };
    range?.fix_for_openings().map(|fix| wrong(arg, fix))
}

/// `5s..30s` without quotes.
fn range_of(value: &Expr) -> Option<Range> {
    matches!(value, Expr::Range(_) | Expr::Binary(_)).then(|| Range::of(&shown(value))).flatten()
}

fn spread(arg: &Arg) -> Result<Value<Spread>> {
    match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) => {
            Spread::parse(&text.value()).map(Value::Literal).map_err(|fix| wrong(arg, fix))
        }
        ValueKind::Literal(literal) => Err(wrong(arg, number::spread_for(arg.key, literal))),
        ValueKind::Negative => {
            let name = arg.key.name();
            Err(wrong(arg, format!("`{name}` goes both ways: write it without `-`")))
        }
        ValueKind::Constant(value) => constant(arg, value),
        ValueKind::Other => Err(not_a_constant(arg)),
    }
}

fn flag(arg: &Arg) -> Result<Value<bool>> {
    let name = arg.key.name();
    match (ValueKind::of(&arg.value), meant_flag(arg)) {
        (ValueKind::Literal(Lit::Bool(flag)), _) => Ok(Value::Literal(flag.value)),
        (ValueKind::Literal(Lit::Str(text)), _) if matches!(&*text.value(), "true" | "false") => {
            let flag = text.value();
            Err(wrong(arg, format!("`{flag}` stands without quotes: write `{name} = {flag}`")))
        }
        (_, Some(flag)) => {
            Err(wrong(arg, format!("neither `true` nor `false`: write `{name} = {flag}`")))
        }
        (ValueKind::Literal(_) | ValueKind::Negative, None) => {
            Err(wrong(arg, format!("neither `true` nor `false`: write one as in `{name} = true`")))
        }
        (ValueKind::Constant(value), None) => constant(arg, value),
        (ValueKind::Other, None) => Err(not_a_constant(arg)),
    }
}

/// What people write for `true`.
const ON: [&str; 9] = ["on", "yes", "y", "t", "1", "always", "enabled", "enable", "True"];

/// What people write for `false`.
const OFF: [&str; 12] =
    ["off", "no", "n", "f", "0", "never", "none", "None", "null", "disabled", "disable", "False"];

/// `on`, `off`, `1`.
fn meant_flag(arg: &Arg) -> Option<bool> {
    let is_number = |number: &str| match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Int(literal)) => literal.base10_digits() == number,
        _ => false,
    };
    if off::says(arg, &OFF) || is_number("0") {
        return Some(false);
    }
    (off::says(arg, &ON) || is_number("1")).then_some(true)
}

/// A value in quotes.
fn text<T>(arg: &Arg, parse: fn(&str) -> std::result::Result<T, String>) -> Result<Value<T>> {
    if let Some(range) = range_of(&arg.value) {
        return Err(wrong(arg, range.to_string()));
    }
    match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) => {
            parse(&text.value()).map(Value::Literal).map_err(|fix| wrong(arg, fix))
        }
        ValueKind::Literal(literal) => Err(wrong(arg, number::with_unit(arg.key, literal, parse))),
        ValueKind::Negative => {
            Err(wrong(arg, format!("`{}` must be longer than zero", arg.key.name())))
        }
        ValueKind::Constant(value) => constant(arg, value),
        ValueKind::Other => Err(not_a_constant(arg)),
    }
}

fn constant<T>(arg: &Arg, value: &Expr) -> Result<Value<T>> {
    nameable(arg, value).map(Value::Constant)
}

fn nameable(arg: &Arg, value: &Expr) -> Result<Box<Expr>> {
    let Some(mention) = mention_of_self(value) else {
        return Ok(Box::new(value.clone()));
    };
    let message = format!(
        "`{}` can't depend on `{mention}`: one circuit serves all types and instances; \
         write the value or name a constant outside of the type",
        arg.key.name(),
    );
    Err(Error::new(mention.span(), message))
}

fn not_a_constant(arg: &Arg) -> Error {
    let (name, example) = (arg.key.name(), arg.key.example());
    wrong(arg, format!("not a constant: write a value as in `{name} = {example}`"))
}

/// Underlines the whole value.
pub(super) fn wrong(arg: &Arg, message: String) -> Error {
    Error::new_spanned(&arg.value, message)
}
