//! `timeout`: when the body is dropped. No setting of the circuit, but written like one.

use syn::{Error, Lit, Result};

use super::off;
use super::policy::{given, time, wrong};
use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::args::{Arg, Args};
use crate::config::Timeout;
use crate::diagnostics::Errors;

/// Nothing also where it says `off`.
pub(crate) fn timeout(args: &Args, errors: &mut Errors) -> Option<Timeout> {
    if args.get(Key::Timeout).is_some_and(is_off) {
        return None;
    }
    let limit = given(Key::Timeout, limit, args, errors)?;
    let key = args.get(Key::Timeout)?.ident.span();
    Some(Timeout { key, is_inherited: false, limit })
}

/// Whether there is to be one, whatever is wrong with it.
pub(crate) fn is_meant(args: &Args) -> bool {
    args.mentions(Key::Timeout) && !args.get(Key::Timeout).is_some_and(is_off)
}

/// `timeout = off`.
pub(crate) fn is_off(arg: &Arg) -> bool {
    off::is_word(arg, &["off"])
}

fn limit(arg: &Arg) -> Result<crate::config::Value<std::time::Duration>> {
    let means_off = match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) if text.value().trim() == "off" => {
            return Err(wrong_word(arg, "`off` stands without quotes"));
        }
        ValueKind::Literal(Lit::Bool(is_on)) => !is_on.value,
        _ => off::says(arg, &off::WORDS),
    };
    if means_off {
        return Err(wrong_word(arg, "not a time"));
    }
    time(arg)
}

fn wrong_word(arg: &Arg, cause: &str) -> Error {
    wrong(arg, format!("{cause}: write `timeout = off`"))
}

/// Reports a `timeout = off` that turns nothing off. Not beside a policy: no policy has a timeout
/// now, but the user may want to say that none is meant.
pub(crate) fn off_without_effect(args: &Args, errors: &mut Errors) {
    let Some(off) = args.get(Key::Timeout).filter(|arg| is_off(arg)) else { return };
    if !args.mentions(Key::Policy) {
        let message = "`timeout = off` has no effect: without it there is none; \
                       on a method, it takes off the `timeout` of the `impl` block";
        errors.at(off.ident.span(), message);
    }
}
