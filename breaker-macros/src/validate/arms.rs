//! Arms that leave no value to other arms: `failure(_)`, `ignore(is_bad)`, `ignore(Err(_))`.

mod times;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Lit, Pat};

use crate::args::Args;
use crate::args::arms::arm::Arm;
use crate::args::key::Key;
use crate::config::Arms;
use crate::diagnostics::{Errors, shown};
use crate::item::refutable::alternatives;
use crate::item::refutable::is_irrefutable;

pub(crate) fn arms(args: &Args, errors: &mut Errors) -> Option<Arms> {
    let found_before = errors.len();
    for key in Key::OF_ARMS {
        for arm in args.arms(key).iter().filter(|arm| !arm.has_guard()) {
            check(key, arm.pattern(), errors);
        }
        together(key, args.arms(key), errors);
    }
    times::check(args.arms(Key::Open), errors);
    let given = |key| args.arms(key).to_vec();
    let is_sound = errors.len() == found_before;
    let is_given = Key::OF_ARMS.into_iter().any(|key| !args.arms(key).is_empty());
    is_given.then(|| Arms {
        open: given(Key::Open),
        ignore: given(Key::Ignore),
        failure: given(Key::Failure),
        success: given(Key::Success),
        is_sound,
    })
}

fn check(key: Key, pattern: &Pat, errors: &mut Errors) {
    // Whatever is left is a success: that can be meant.
    if key == Key::Success && matches!(pattern, Pat::Wild(_)) {
        return;
    }
    if is_irrefutable(pattern) {
        errors.over(
            pattern,
            format!("`{}` matches everything: {}", shown(pattern), fix(key, pattern)),
        );
    }
    if let Some(function) = function_of_path(pattern) {
        let fix = if key == Key::Failure && last(function) == "is_err" {
            "every `Err` is a failure already, so remove it".to_owned()
        } else {
            format!("write `{}`", key.with_arm(format!("r if {}(r)", shown(pattern))))
        };
        errors.over(pattern, format!("`{}` is no pattern: {fix}", shown(pattern)));
    }
    if let Some((name, fix)) = half_alone(key, pattern) {
        errors.over(pattern, format!("`{name}` stands with what is in it: {fix}"));
    }
}

/// A path whose last name is one of a function, where a pattern should stand.
fn function_of_path(pattern: &Pat) -> Option<&syn::Path> {
    let Pat::Path(path) = pattern else { return None };
    let is_function = path.path.segments.len() > 1;
    let is_function = is_function && last(&path.path).starts_with(char::is_lowercase);
    is_function.then_some(&path.path)
}

/// `Ok` and `Err` without parentheses, and how to write them: a whole half is seldom what is meant.
fn half_alone(key: Key, pattern: &Pat) -> Option<(&'static str, String)> {
    let Pat::Ident(typed) = pattern else { return None };
    let half = ["Ok", "Err"].into_iter().find(|half| typed.ident == half)?;
    let name = key.name();
    let fix = match (half, key) {
        ("Err", Key::Failure) => "every `Err` is a failure already, so remove it".to_owned(),
        ("Ok", Key::Success) => "every `Ok` is a success already, so remove it".to_owned(),
        ("Ok", Key::Failure) => format!("write `{name}({})`", key.example()),
        ("Ok", _) => format!("write `{}`", key.with_arm("Ok(r) if ..")),
        _ => {
            let all = key.with_arm(format!("{half}(_)"));
            format!("write `{all}`, or which, as in `{name}({})`", key.example())
        }
    };
    Some((half, fix))
}

/// A name in lower case may have been meant as a variable, or as a function to ask.
fn fix(key: Key, pattern: &Pat) -> String {
    let name = key.name();
    match pattern {
        Pat::Ident(asked) if asked.ident == "is_err" && key == Key::Failure => {
            "every `Err` is a failure already, so remove it".to_owned()
        }
        Pat::Ident(asked) if is_method(&asked.ident.to_string()) => {
            format!("write `{}`", key.with_arm(format!("r if r.{}()", asked.ident)))
        }
        Pat::Ident(variable) if is_like_function(&variable.ident.to_string()) => {
            format!("write `{}`", key.with_arm(format!("r if {}(r)", variable.ident)))
        }
        Pat::Ident(variable) if variable.subpat.is_none() => {
            let fix = key.with_arm(format!("{} if ..", variable.ident));
            format!("write a guard, as in `{fix}`")
        }
        _ => format!("write what it is to match, as in `{name}({})`", key.example()),
    }
}

/// The variants of `Result` and `Option`, which the prelude has.
fn is_method(name: &str) -> bool {
    ["is_err", "is_ok", "is_none", "is_some"].contains(&name)
}

fn is_like_function(name: &str) -> bool {
    let is_of_values = [
        "_",
        "err",
        "error",
        "other",
        "ok",
        "res",
        "result",
        "ret",
        "returned",
        "reply",
        "resp",
        "response",
        "answer",
        "value",
        "val",
        "item",
        "it",
        "any",
        "all",
        "everything",
    ];
    name.len() > 2 && !name.starts_with('_') && !is_of_values.contains(&name)
}

/// `failure(Ok(_), Err(_))`.
fn together(key: Key, arms: &[Arm], errors: &mut Errors) {
    if key == Key::Success {
        return;
    }
    let mut halves: Vec<(&str, TokenStream)> = Vec::new();
    for arm in arms.iter().filter(|arm| !arm.has_guard()) {
        for pattern in alternatives(arm.pattern()) {
            let Some(half) = half(pattern) else { continue };
            let other = halves.iter().find(|(known, _)| is_other_half(known, half));
            if let Some((_, first)) = other {
                let (shown, first, name) = (shown(pattern), shown(first), key.name());
                let message = format!(
                    "`{first}` and `{shown}` match everything: write what `{name}` is to match, \
                     as in `{name}({})`",
                    key.example(),
                );
                return errors.over(pattern, message);
            }
            halves.push((half, pattern.to_token_stream()));
        }
    }
}

/// One half of all that a type has: each `Ok`, each `Err`, `Some`, `None`, `true`, `false`.
fn half(pattern: &Pat) -> Option<&'static str> {
    let (name, is_whole) = match pattern {
        Pat::TupleStruct(wrapped) => {
            (last(&wrapped.path), wrapped.elems.iter().all(is_irrefutable))
        }
        Pat::Path(path) => (last(&path.path), true),
        Pat::Ident(name) => (name.ident.to_string(), name.ident == "None"),
        Pat::Lit(literal) => match &literal.lit {
            Lit::Bool(flag) => (flag.value.to_string(), true),
            _ => return None,
        },
        _ => return None,
    };
    let known = ["Ok", "Err", "Some", "None", "true", "false"];
    known.into_iter().find(|known| is_whole && *known == name)
}

fn last(path: &syn::Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn is_other_half(one: &str, other: &str) -> bool {
    let pairs = [("Ok", "Err"), ("Some", "None"), ("true", "false")];
    pairs.contains(&(one, other)) || pairs.contains(&(other, one))
}

/// `ignore(Err(_))` where nothing else can fail. That each error is a success can be meant: the
/// answer of a callee that is well.
pub(crate) fn without_failures(args: &Args, errors: &mut Errors) {
    let others = [Key::Failure, Key::Open, Key::SlowCall, Key::Timeout, Key::Policy, Key::Breaker];
    if args.mentions_any(&others) {
        return;
    }
    let arms = args.arms(Key::Ignore).iter().filter(|arm| !arm.has_guard());
    let mut all =
        arms.flat_map(|arm| alternatives(arm.pattern())).filter(|one| half(one) == Some("Err"));
    // Of a repeated one, the repetition is told first.
    if let (Some(pattern), None) = (all.next(), all.next()) {
        let (text, example) = (shown(pattern), Key::Ignore.example());
        let message = format!(
            "`{text}` matches every error, so that only a panic could open the circuit: write \
             those to leave out, as in `ignore({example})`",
        );
        errors.over(pattern, message);
    }
}
