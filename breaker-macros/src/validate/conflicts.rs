//! Arguments that contradict each other, or that would have no effect.

use std::fmt::Display;

use crate::args::Args;
use crate::args::key::Key;
use crate::config::{Policy, Setting, Timeout, Value};
use crate::diagnostics::Errors;
use crate::literals::duration;

/// An argument that was given but could not be read counts as given: no second error follows from
/// the first.
pub(crate) fn check(args: &Args, policy: &Policy, errors: &mut Errors) {
    if args.mentions(Key::Consecutive) {
        without_other_rules(args, errors);
    } else {
        min_calls(args, policy, errors);
        threshold_in_window(args, policy, errors);
    }
    max_open_for(args, policy, errors);
}

fn without_other_rules(args: &Args, errors: &mut Errors) {
    for key in [Key::Threshold, Key::Window, Key::MinCalls] {
        let name = key.name();
        at_key(
            args,
            key,
            errors,
            format!("`{name}` has no effect with `consecutive`: remove one of them"),
        );
    }
}

fn min_calls(args: &Args, policy: &Policy, errors: &mut Errors) {
    match policy.get(Key::Threshold) {
        Some(Setting::Share(_)) => min_calls_in_window(args, policy, errors),
        None if !has_default(args, Key::Threshold) => {}
        _ => at_key(
            args,
            Key::MinCalls,
            errors,
            "`min_calls` has no effect with a number of failures: remove it, or write `threshold \
             = \"50%\"`",
        ),
    }
}

fn min_calls_in_window(args: &Args, policy: &Policy, errors: &mut Errors) {
    let (Some(min_calls), Some(window)) =
        (policy.literal_count(Key::MinCalls), policy.literal_calls())
    else {
        return;
    };
    if min_calls > window {
        let message = format!(
            "the circuit could never open: the window holds {window} calls; write `min_calls = \
             {window}` or less",
        );
        at_value(args, Key::MinCalls, errors, message);
    }
}

fn threshold_in_window(args: &Args, policy: &Policy, errors: &mut Errors) {
    let Some(window) = policy.literal_calls() else {
        return;
    };
    let default = Key::Threshold.default();
    if policy.literal_count(Key::Threshold) > Some(window) {
        let message = format!(
            "the circuit could never open: the window holds {window} calls; \
             write `threshold = {window}` or less",
        );
        at_value(args, Key::Threshold, errors, message);
    } else if has_default(args, Key::Threshold) && default.parse::<u32>().ok() > Some(window) {
        let message = format!(
            "the circuit could never open: `threshold` is {default} unless given; \
             add `threshold = {window}` or less",
        );
        at_value(args, Key::Window, errors, message);
    }
}

fn max_open_for(args: &Args, policy: &Policy, errors: &mut Errors) {
    let Some(max) = policy.time(Key::MaxOpenFor).and_then(Value::literal) else {
        return;
    };
    let (first, origin) = match policy.time(Key::OpenFor) {
        Some(given) => (given.literal(), ""),
        None if !has_default(args, Key::OpenFor) => return,
        None => (duration::parse(Key::OpenFor.default().trim_matches('"')).ok(), " unless given"),
    };
    if let Some(first) = first.filter(|first| max < *first) {
        let first = duration::grammar::text(first).unwrap_or_default();
        let message = format!(
            "`max_open_for` is shorter than `open_for`, which is {first}{origin}: \
             write a longer `max_open_for`",
        );
        at_value(args, Key::MaxOpenFor, errors, message);
    } else if first == Some(max) && !args.mentions(Key::Policy) {
        // Beside a base this can be meant: it shortens the base's one.
        let message = "`max_open_for` is the same as `open_for`, so it has no effect: write a \
                       longer time, or remove `max_open_for`";
        at_value(args, Key::MaxOpenFor, errors, message);
    }
}

/// A call that is dropped before it is slow.
pub(crate) fn slow_call(
    args: &Args,
    policy: &Policy,
    timeout: Option<&Timeout>,
    errors: &mut Errors,
) {
    let limit = timeout.and_then(|timeout| timeout.limit.literal());
    let slow_call = policy.time(Key::SlowCall).and_then(Value::literal);
    if let Some(limit) = limit.filter(|limit| slow_call.is_some_and(|slow| slow >= *limit)) {
        let limit = duration::grammar::text(limit).unwrap_or_default();
        let message = format!(
            "no call is ever slow: `timeout` ends it after {limit}; write less than \"{limit}\", \
             or remove `slow_call`",
        );
        at_value(args, Key::SlowCall, errors, message);
    }
}

/// Whether `key` has the default of the runtime: a base may have another one, which only the
/// compiler will know.
fn has_default(args: &Args, key: Key) -> bool {
    !args.mentions(key) && !args.mentions(Key::Policy)
}

fn at_key(args: &Args, key: Key, errors: &mut Errors, message: impl Display) {
    if let Some(arg) = args.get(key) {
        errors.at(arg.ident.span(), message);
    }
}

fn at_value(args: &Args, key: Key, errors: &mut Errors, message: impl Display) {
    if let Some(arg) = args.get(key) {
        errors.over(&arg.value, message);
    }
}
