//! Arms that can't mean what they say, as far as that is certain without types: patterns without a
//! guard, over a `Result` that is spelled out.

use quote::ToTokens;
use syn::{GenericArgument, Pat, PathArguments, Type};

use super::errors_alone;
use super::result::{inside, is_all};
use crate::args::arms::arm::Arm;
use crate::args::key::Key;
use crate::config::{Arms, Circuit, Config};
use crate::diagnostics::{Errors, shown};
use crate::item::Function;
use crate::item::future::returned_by;
use crate::item::refutable::alternatives;
use crate::item::refutable::is_irrefutable;
use crate::item::types::is_primitive;

pub(crate) fn check(function: &Function, arms: &Arms, config: &Config, errors: &mut Errors) {
    if covered(arms, |_| true, errors) || !arms.is_sound {
        return;
    }
    match ReturnKind::by(function) {
        ReturnKind::Result => {
            failures_alone(arms, errors);
            if is_judged_by_arms_alone(config) {
                only_successes(arms, errors);
            }
            if matches!(config.circuit, Circuit::Own(_)) {
                without_successes(arms, errors);
            }
        }
        ReturnKind::Plain if is_judged_by_arms_alone(config) => without_failures(arms, errors),
        ReturnKind::Plain | ReturnKind::Unknown => {}
    }
}

/// Reports arms of a method that shares its circuit with others, whose calls may open and close it.
/// Only those for which `is_told_of` holds: the others are right for other methods.
pub(crate) fn check_in_block(
    function: &Function,
    arms: &Arms,
    is_told_of: impl Fn(Key) -> bool,
    errors: &mut Errors,
) {
    if covered(arms, &is_told_of, errors) || !arms.is_sound {
        return;
    }
    if is_told_of(Key::Failure) && matches!(ReturnKind::by(function), ReturnKind::Result) {
        failures_alone(arms, errors);
    }
}

/// What is known of the return type.
enum ReturnKind {
    /// `Result<T, E>`: each `Err` is a failure unless an arm says otherwise.
    Result,
    /// It has no account of its own: a number, an `Option`.
    Plain,
    Unknown,
}

impl ReturnKind {
    fn by(function: &Function) -> Self {
        returned_by(function).map_or(Self::Plain, |ty| Self::of_type(&ty))
    }

    fn of_type(ty: &Type) -> Self {
        let path = match ty {
            Type::Tuple(_) => return Self::Plain,
            Type::Path(path) if path.qself.is_none() => &path.path,
            _ => return Self::Unknown,
        };
        let Some(last) = path.segments.last() else { return Self::Unknown };
        let is_spelled_out = matches!(&last.arguments, PathArguments::AngleBracketed(given)
            if given.args.iter().any(|argument| matches!(argument, GenericArgument::Type(_))));
        if last.ident == "Result" && is_spelled_out {
            return Self::Result;
        }
        let is_plain = path.segments.len() == 1
            && if is_spelled_out {
                last.ident == "Option"
            } else {
                last.ident == "String" || is_primitive(&last.ident)
            };
        if is_plain { Self::Plain } else { Self::Unknown }
    }
}

/// Nothing else makes a failure of a call that returns.
fn is_judged_by_arms_alone(config: &Config) -> bool {
    let Circuit::Own(own) = &config.circuit else { return false };
    let policy = &own.policy;
    config.timeout.is_none() && policy.base.is_none() && policy.get(Key::SlowCall).is_none()
}

/// `failure(Err(E::Down))`, which takes nothing from the other errors, and `failure(Ok(_))`.
fn failures_alone(arms: &Arms, errors: &mut Errors) {
    if errors_alone::check(arms, errors) || !arms.success.is_empty() {
        return;
    }
    let every = without_guard(&arms.failure).find(|pattern| is_all(pattern, "Ok"));
    if let Some(pattern) = every.filter(|_| arms.ignore.is_empty()) {
        let message = format!(
            "`{}` matches every success, and every `Err` is a failure already, so that no call \
             could succeed: write a guard, as in `failure(Ok(r) if r.is_bad())`",
            shown(pattern),
        );
        errors.over(pattern, message);
    }
}

/// `success(_)`, `success(Err(_))`.
fn only_successes(arms: &Arms, errors: &mut Errors) {
    if !(arms.failure.is_empty() && arms.open.is_empty()) {
        return;
    }
    let is_every = |pattern: &&Pat| is_irrefutable(pattern) || is_all(pattern, "Err");
    if let Some(pattern) = without_guard(&arms.success).find(is_every) {
        let message = format!(
            "`{}` matches every error, so that only a panic could open the circuit: write those \
             that are none, as in `success(Err(Error::NotFound))`, or add `failure(..)`",
            shown(pattern),
        );
        errors.over(pattern, message);
    }
}

/// `ignore(Ok(_))`.
fn without_successes(arms: &Arms, errors: &mut Errors) {
    let every = without_guard(&arms.ignore).find(|pattern| is_all(pattern, "Ok"));
    if let Some(pattern) = every.filter(|_| arms.success.is_empty()) {
        let message = format!(
            "`{}` matches every success, so that the circuit would never close: write those to \
             leave out, as in `ignore(Err(Error::Cancelled))`",
            shown(pattern),
        );
        errors.over(pattern, message);
    }
}

/// `ignore(0)` of a number.
fn without_failures(arms: &Arms, errors: &mut Errors) {
    let others = [&arms.open, &arms.failure, &arms.success];
    let is_alone = others.into_iter().all(Vec::is_empty);
    if let Some(arm) = arms.ignore.first().filter(|_| is_alone) {
        let message = "nothing is a failure, so that only a panic could open the circuit: \
                       add `failure(..)`";
        errors.over(arm, message);
    }
}

/// What an arm has that is asked before; whether there is such a one.
fn covered(arms: &Arms, is_told_of: impl Fn(Key) -> bool, errors: &mut Errors) -> bool {
    let mut is_covered = false;
    let mut before: Vec<(&Pat, Key, &str)> = Vec::new();
    for (key, list) in arms.by_key() {
        let verdict = match key {
            Key::Failure => "is a failure",
            Key::Success => "is a success",
            Key::Open => "opens the circuit",
            _ => "is ignored",
        };
        for arm in list {
            let patterns = alternatives(arm.pattern());
            for pattern in patterns.iter().filter(|_| is_told_of(key)) {
                let first = before.iter().find(|(first, ..)| covers(first, pattern));
                if let Some(&(first, over, verdict)) = first {
                    let (at, message) = not_asked((over, first), (key, pattern), verdict);
                    errors.over(at, message);
                    is_covered = true;
                }
            }
            if !arm.has_guard() {
                before.extend(patterns.into_iter().map(|pattern| (pattern, key, verdict)));
            }
        }
    }
    is_covered
}

/// What is said of a pattern behind one that has it already, and where.
fn not_asked<'p>(
    first: (Key, &'p Pat),
    second: (Key, &'p Pat),
    verdict: &str,
) -> (&'p Pat, String) {
    let ((before, all), (behind, pattern)) = (first, second);
    let text = shown(pattern);
    match (before, behind) {
        _ if !is_all(all, "Err") || is_all(pattern, "Err") => {}
        // Other libraries list what is counted, and ignore the rest.
        (Key::Ignore, Key::Failure) => {
            let message = format!(
                "`{text}` {verdict} already, for `ignore` is asked before `failure`: to count only \
                 these, write `success(Err(_))` instead of `ignore({})`",
                shown(all),
            );
            return (pattern, message);
        }
        (Key::Failure, Key::Success) => {
            let (all, fix) = (shown(all), "every other `Err` is a failure already");
            let message =
                format!("`{all}` also matches `{text}` of `success(..)`: remove it here, {fix}");
            return (first.1, message);
        }
        _ => {}
    }
    (pattern, format!("`{text}` {verdict} already: remove it here"))
}

/// By the same text, or as the whole half that it is part of.
fn covers(first: &Pat, second: &Pat) -> bool {
    let is_half = |half| is_all(first, half) && inside(second, half).is_some();
    is_half("Ok") || is_half("Err") || is_same(first, second)
}

fn is_same(first: &Pat, second: &Pat) -> bool {
    let text = |pattern: &Pat| pattern.to_token_stream().to_string();
    text(first) == text(second)
}

fn without_guard(arms: &[Arm]) -> impl Iterator<Item = &Pat> {
    arms.iter().filter(|arm| !arm.has_guard()).flat_map(|arm| alternatives(arm.pattern()))
}
