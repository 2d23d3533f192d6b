//! From the argument of another library to ours, with the value that was typed.

use proc_macro2::{Ident, Span};
use syn::{Expr, Lit, parse_quote};

use super::did_you_mean::{Proposal, fix_in};
use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::args::written::{Given, Written};
use crate::args::{Arg, arms};
use crate::diagnostics::shown;
use crate::literals::share::percent::Percent;
use crate::validate::policy::mistake_in;

/// What is said of `typed`: `key` is what it means here, and `fix` how to write that, with an
/// example of a value where the value is another one here.
pub(super) fn advice(typed: &str, key: Key, fix: &str, written: &Written) -> String {
    let proposal = match &written.value {
        Ok(Given::Expression(value)) => translated(typed, key, fix, value),
        _ if fix == Key::Threshold.name() && written.has_arms() => {
            with_reason("failure(..), success(Err(_))")
        }
        _ if fix.contains(['=', '(']) => with_reason(fix),
        _ => Proposal::Name(key.name()),
    };
    format!("unknown argument `{typed}`: {}", proposal.text())
}

fn translated(typed: &str, key: Key, fix: &str, value: &Expr) -> Proposal {
    if let Some(fix) = consecutive_failures(value) {
        return Proposal::argument(&fix);
    }
    if let Some(start) = fix.strip_suffix("..") {
        return Proposal::argument(&format!("{start}{}", shown(value).trim_matches('"')));
    }
    match fix {
        "threshold = \"50%\"" => share(typed, value),
        "threshold = \"20%\"" => share_of_successes(value),
        "window = \"100 calls\"" => window_of_calls(value),
        _ if fix.contains(['=', '(']) => with_reason(fix),
        _ if key.takes_arms() => Proposal::Wrong(
            key.name(),
            format!("arms stand in parentheses: write them as in {}", arms::shown(key)),
        ),
        _ if is_factor(typed, value) => Proposal::Wrong(
            key.name(),
            format!("it is the longest time: write one as in `{} = {}`", key.name(), key.example()),
        ),
        _ => match in_unit_of_name(typed, key, value) {
            Some(value) => of_key(key, value, false),
            None => of_key(key, value.clone(), true),
        },
    }
}

/// The fix, and why it says more than the name that was typed.
fn with_reason(fix: &str) -> Proposal {
    let reason =
        if fix.contains("success(Err(_))") { ": every other `Err` is a failure too" } else { "" };
    Proposal::Write(format!("`{fix}`{reason}"))
}

/// `failure_policy = consecutive_failures(3)`.
fn consecutive_failures(value: &Expr) -> Option<String> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let is_named = path.path.segments.last()?.ident == "consecutive_failures";
    let count = call.args.first().filter(|count| is_named && matches!(count, Expr::Lit(_)))?;
    Some(format!("consecutive = {}", shown(count)))
}

/// `failure_rate_threshold = 50`, `failure_ratio = 0.5`.
fn share(typed: &str, value: &Expr) -> Proposal {
    let number = text_of(value);
    // One of a ratio is all; of a rate, which others write in percent, it is little.
    let is_all = typed.to_lowercase().contains("ratio") && number.as_deref() == Some("1");
    let number = if is_all { Some("1.0".to_owned()) } else { number };
    let share = number.as_deref().and_then(Percent::of_number);
    match share {
        Some(share) => Proposal::argument(&format!("threshold = \"{share}\"")),
        None => without_share(number.as_deref()),
    }
}

/// A share of failures is what is left of that of successes.
fn share_of_successes(value: &Expr) -> Proposal {
    let number = text_of(value);
    match number.as_deref().and_then(Percent::of_number).map(Percent::rest) {
        Some(Some(rest)) => Proposal::argument(&format!("threshold = \"{rest}\"")),
        Some(None) => Proposal::Wrong(
            Key::Threshold.name(),
            "it is the share of failures, and must be above 0%".to_owned(),
        ),
        None => without_share(number.as_deref()),
    }
}

fn without_share(number: Option<&str>) -> Proposal {
    let wrong = number.and_then(|number| {
        let number = number.trim_end_matches('%');
        let is_number = number.parse::<f64>().is_ok();
        Percent::parse(&format!("{number}%")).err().filter(|_| is_number)
    });
    // A fix would be one of the number that was typed.
    let wrong = wrong.filter(|wrong| !wrong.contains("write"));
    let wrong =
        wrong.unwrap_or_else(|| "a share is written as in `threshold = \"50%\"`".to_owned());
    Proposal::Wrong(Key::Threshold.name(), wrong)
}

/// `sliding_window_size = 100`, and `"10s"` where somebody knows better.
fn window_of_calls(value: &Expr) -> Proposal {
    let calls = text_of(value).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(calls) = calls else { return of_key(Key::Window, value.clone(), true) };
    let text = format!("{calls} {}", if calls == "1" { "call" } else { "calls" });
    of_key(Key::Window, parse_quote!(#text), false)
}

/// `backoff = 2.0`.
fn is_factor(typed: &str, value: &Expr) -> bool {
    let typed = typed.to_lowercase();
    let is_number = matches!(ValueKind::of(value), ValueKind::Literal(Lit::Int(_) | Lit::Float(_)));
    is_number
        && ["backoff", "multiplier"].iter().any(|word| typed.contains(word))
        && !typed.contains("max")
}

/// `reset_timeout_ms = 30000` is a time that says its unit elsewhere.
fn in_unit_of_name(typed: &str, key: Key, value: &Expr) -> Option<Expr> {
    let takes_time = key.takes_time() || key == Key::Window;
    let ValueKind::Literal(Lit::Int(number)) = ValueKind::of(value) else { return None };
    if !takes_time || !number.suffix().is_empty() {
        return None;
    }
    let unit = unit_in(typed)?;
    let text = format!("{}{unit}", number.base10_digits());
    Some(parse_quote!(#text))
}

fn unit_in(typed: &str) -> Option<&'static str> {
    let typed = typed.to_lowercase().replace(['_', '-', ' '], "");
    let units = [
        ("ms", ["ms", "millis", "milliseconds", "msecs"]),
        ("s", ["seconds", "secs", "sec", "inseconds"]),
        ("m", ["minutes", "mins", "min", "inminutes"]),
    ];
    let ends = |names: &[&str]| names.iter().any(|name| typed.ends_with(name));
    units.into_iter().find(|(_, names)| ends(names)).map(|(unit, _)| unit)
}

/// The value, if it is right, or what it is told to be.
fn of_key(key: Key, value: Expr, is_as_typed: bool) -> Proposal {
    let name = key.name();
    if let Some(path) = path_in_quotes(key, &value) {
        return Proposal::argument(&format!("{name} = {path}"));
    }
    let ident = Ident::new(name, Span::call_site());
    let arg = Arg { key, ident, value };
    match mistake_in(&arg).map(|wrong| wrong.to_string()) {
        None if is_as_typed => Proposal::Name(name),
        None => Proposal::argument(&format!("{name} = {}", shown(&arg.value))),
        Some(wrong) => match fix_in(name, &wrong) {
            Some(fix) => Proposal::Write(fix),
            None => Proposal::Wrong(name, wrong),
        },
    }
}

/// `fallbackMethod = "cached"`: what other languages name by a text stands without quotes here.
fn path_in_quotes(key: Key, value: &Expr) -> Option<String> {
    let is_path = matches!(key, Key::Fallback | Key::Policy | Key::Breaker | Key::Per | Key::Probe);
    let text = text_of(value).filter(|_| is_path)?;
    syn::parse_str::<syn::Path>(&text).ok().map(|_| text)
}

/// The text of a literal.
fn text_of(value: &Expr) -> Option<String> {
    match ValueKind::of(value) {
        ValueKind::Literal(Lit::Str(text)) => Some(text.value().trim().to_owned()),
        ValueKind::Literal(Lit::Int(number)) => Some(number.base10_digits().to_owned()),
        ValueKind::Literal(Lit::Float(number)) => Some(number.base10_digits().to_owned()),
        _ => None,
    }
}
