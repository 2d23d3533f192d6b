//! What is said of a name and a key by which there is no circuit, to who asks from outside: by a
//! request, not by Rust.

use std::collections::BTreeSet;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, LookupError, registry};

use super::nearest::nearest;
use crate::record::reading::full_name;

/// Keys among which the nearest is looked for, and names that a proposal has at most.
const SEARCHED: usize = 1000;
const FEW: usize = 3;

/// Why there is no circuit of this name and key, and what to write instead.
pub(crate) fn why(name: &str, key: Option<&str>) -> String {
    let full = full_name(name, key);
    if let Some(function) = key.and_then(|_| has_key_in(name)) {
        return format!("`{name}` has a key in it already: {}", written_apart(name, function));
    }
    if key.is_some() && registry().unkeyed().any(|circuit| circuit.name() == name) {
        return format!("no circuit is called `{full}`: `{name}` has no keys, leave `key` out");
    }
    match registry().find(&full) {
        Ok(circuit) if circuit.key().is_some() && key.is_none() => {
            format!("`{full}` is the circuit of a key: {}", written_apart(&full, circuit.name()))
        }
        Ok(_) => not_yet(&full),
        Err(LookupError::NoCircuitForKey { function, key: asked }) => {
            no_key(&full, function, &asked, key.is_none())
        }
        Err(LookupError::Unknown { .. }) if key.is_none() && !ending(name).is_empty() => {
            format!("no circuit is called `{full}`: did you mean {}?", ending(name))
        }
        Err(LookupError::Unknown { nearest: Some(nearest), .. }) => meant(&full, &nearest),
        Err(LookupError::Unknown { .. }) => format!("no circuit is called `{full}`"),
        Err(LookupError::WithoutKeys { name }) => {
            format!("no circuit is called `{full}`: `{name}` has no keys, leave the brackets out")
        }
        Err(error) => error.to_string(),
    }
}

/// What a chosen name may have meant that no circuit has.
pub(crate) fn why_chosen(name: &str) -> String {
    match registry().find(name) {
        Err(LookupError::NoCircuitForKey { function, .. }) => {
            format!("`{name}` names no key: write `{function}`, which means all of them")
        }
        Err(LookupError::Unknown { nearest: Some(nearest), .. }) if ending(name).is_empty() => {
            format!("no circuit is called `{name}`: did you mean `{nearest}`?")
        }
        _ => why(name, None),
    }
}

/// Which looks like one, and means all keys, or none.
pub(crate) fn is_no_key(key: &str) -> bool {
    matches!(key.trim(), "" | "*")
}

/// The function of a name that has the key of a circuit in brackets.
fn has_key_in(name: &str) -> Option<&'static str> {
    let of_key = |name: &str| {
        registry()
            .all_by_key()
            .map(KeyedCircuitBreaker::name)
            .find(|function| key_in(name, function).is_some())
    };
    let is_name = registry().iter().any(|circuit| circuit.name() == name);
    of_key(name).filter(|_| !is_name)
}

fn no_key(full: &str, function: &'static str, key: &str, is_one_text: bool) -> String {
    if is_no_key(key) {
        return format!("`{key}` is no key: `{function}` without `key` means all of them");
    }
    let none = format!("`{full}` has no circuit at present, its first call makes one");
    if is_one_text {
        return format!("{none}; and {}", written_apart(full, function));
    }
    let keyed = registry().find_keyed(function).ok();
    let keys = keyed.into_iter().flat_map(KeyedCircuitBreaker::circuits);
    let keys: Vec<_> = keys.filter_map(CircuitBreaker::key).take(SEARCHED).collect();
    match nearest(key, keys.iter().map(|key| &**key)) {
        Some(near) => format!("{none}; did you mean `{near}`? Without `key` it is all of them"),
        None => format!("{none}; without `key` it is all of them"),
    }
}

/// `a::charge` or `b::charge`, whose path was left out.
fn ending(name: &str) -> String {
    let names = registry().unkeyed().map(CircuitBreaker::name);
    let names = names.chain(registry().all_by_key().map(KeyedCircuitBreaker::name));
    let alike: BTreeSet<_> =
        names.filter(|full| *full != name && last(full) == last(name)).collect();
    let alike: Vec<_> = alike.into_iter().take(FEW).map(|full| format!("`{full}`")).collect();
    alike.join(" or ")
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or_default()
}

/// Why there are no keys of a function of this name.
pub(crate) fn why_no_keys(name: &str) -> String {
    match registry().find_keyed(name) {
        Ok(_) => not_yet(name),
        Err(LookupError::WithoutKeys { name }) => {
            format!("`{name}` has no keys but one circuit for all calls")
        }
        Err(LookupError::UnknownKeyed { nearest: None, .. }) => {
            format!("no function with keys is called `{name}`")
        }
        Err(error) => error.to_string(),
    }
}

/// The record looks once a second.
fn not_yet(name: &str) -> String {
    format!("nothing is known of `{name}` yet: ask again in a second")
}

fn meant(full: &str, nearest: &str) -> String {
    let of_key = registry().all_by_key().find_map(|keyed| {
        let key = key_in(nearest, keyed.name())?;
        Some(format!("the name `{}` and the key `{key}`", keyed.name()))
    });
    let nearest = of_key.unwrap_or_else(|| format!("`{nearest}`"));
    format!("no circuit is called `{full}`: did you mean {nearest}?")
}

fn written_apart(full: &str, name: &str) -> String {
    let key = key_in(full, name).unwrap_or_default();
    format!("write `{name}` as `name` and `{key}` as `key`")
}

/// The key in `name[key]`, of the function of this name.
pub(crate) fn key_in<'f>(full: &'f str, name: &str) -> Option<&'f str> {
    full.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')
}
