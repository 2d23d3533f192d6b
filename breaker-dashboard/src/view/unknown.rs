//! What is said of a name and a key by which there is no circuit, to who asks from outside: by a
//! request, not by Rust.

use breaker_runtime::{LookupError, registry};

use crate::record::reading::full_name;

/// Why there is no circuit of this name and key, and what to write instead.
pub(crate) fn why(name: &str, key: Option<&str>) -> String {
    let full = full_name(name, key);
    if key.is_some() && registry().unkeyed().any(|circuit| circuit.name() == name) {
        return format!("no circuit is called `{full}`: `{name}` has no keys, leave `key` out");
    }
    match registry().find(&full) {
        Ok(circuit) if circuit.key().is_some() && key.is_none() => {
            format!("`{full}` is the circuit of a key: {}", written_apart(&full, circuit.name()))
        }
        Ok(_) => not_yet(&full),
        Err(LookupError::NoCircuitForKey { function, .. }) => {
            let none = format!("`{full}` has no circuit at present, its first call makes one");
            match key {
                Some(_) => none,
                None => format!("{none}; and {}", written_apart(&full, function)),
            }
        }
        Err(LookupError::Unknown { nearest: Some(nearest), .. }) => meant(&full, &nearest),
        Err(LookupError::Unknown { .. }) => format!("no circuit is called `{full}`"),
        Err(LookupError::WithoutKeys { name }) => {
            format!("no circuit is called `{full}`: `{name}` has no keys, leave the brackets out")
        }
        Err(error) => error.to_string(),
    }
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
