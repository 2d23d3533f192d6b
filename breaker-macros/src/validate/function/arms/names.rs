//! `failure(None)`, `ignore(Timeout)` of a `Result`: no variant of it, but a new variable unless
//! there is a constant of that name.

use proc_macro2::Ident;
use syn::{Pat, Path};

use super::result::{arguments_of_result, error_in, others, result_in};
use crate::args::key::Key;
use crate::config::Arms;
use crate::diagnostics::{Errors, shown};
use crate::item::Function;
use crate::item::future::returned_by;
use crate::item::refutable::is_variable;

pub(super) fn check(function: &Function, arms: &Arms, errors: &mut Errors) {
    let Some(ty) = returned_by(function) else { return };
    if result_in(&ty).is_none() {
        return;
    }
    let error = arguments_of_result(&ty).map(error_in).unwrap_or_default();
    for (key, list) in arms.by_key() {
        for arm in list.iter().filter(|arm| !arm.has_guard()) {
            let Pat::Ident(name) = arm.pattern() else { continue };
            if !is_variable(name) && name.subpat.is_none() {
                name_alone(key, &name.ident, &error, others(key, "Err", arms), errors);
            }
        }
    }
}

fn name_alone(key: Key, name: &Ident, error: &str, others: &str, errors: &mut Errors) {
    let text = name.to_string();
    // What `Ok` and `Err` lack is known without the function.
    if matches!(&*text, "Ok" | "Err") || !text.contains(char::is_lowercase) {
        return;
    }
    let message = if text == "None" {
        format!(
            "arms match the whole return value, and `None` is no `Result`: write `{}`",
            key.with_arm("Ok(None)"),
        )
    } else if is_error_type(&name.clone().into(), error) {
        no_type(key, &name.clone().into())
    } else {
        format!(
            "`{text}` is no `Result`, and matches everything as a new variable: write it with its \
             path, as in `{}{others}`",
            key.with_arm(format!("Err(Error::{text})")),
        )
    };
    errors.at(name.span(), message);
}

/// Whether `path` is the type of the errors, by its name; where that is not spelled out, by its
/// end.
pub(super) fn is_error_type(path: &Path, error: &str) -> bool {
    let Some(last) = path.segments.last().map(|last| last.ident.to_string()) else { return false };
    let name = error.split('<').next().and_then(|path| path.rsplit("::").next());
    match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => name == last,
        None => last.ends_with("Error"),
    }
}

pub(super) fn no_type(key: Key, path: &Path) -> String {
    let text = shown(path);
    match key {
        Key::Failure => format!(
            "arms are patterns of values, and `{text}` is a type: every `Err` is a failure \
             already, so remove it"
        ),
        _ => format!(
            "arms are patterns of values, and `{text}` is a type: write which of its errors, as in \
             `{}`",
            key.with_arm(format!("Err({text}::NotFound)")),
        ),
    }
}
