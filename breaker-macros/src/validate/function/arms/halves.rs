//! `failure(404)`, `ignore(Error::Cancelled)`: arms match the whole return value, and that is a
//! `Result`.

use syn::{Lit, Pat, Path, PathSegment};

use super::names::{is_error_type, no_type};
use super::result::{arguments_of_result, error_in, others};
use crate::args::arms::arm::Arm;
use crate::args::key::Key;
use crate::config::Arms;
use crate::diagnostics::{Errors, shown};
use crate::item::Function;
use crate::item::future::returned_by;

/// Reports arms that match what is in the `Result`, if the signature spells one.
pub(crate) fn check(function: &Function, arms: &Arms, errors: &mut Errors) {
    let Some(ty) = returned_by(function) else { return };
    let Some(arguments) = arguments_of_result(&ty) else { return };
    let error = error_in(arguments);
    for (key, list) in arms.by_key() {
        for pattern in list.iter().map(Arm::pattern).filter(|pattern| is_inside(pattern)) {
            if let Some(ty) = path(pattern).filter(|path| is_error_type(path, &error)) {
                errors.over(pattern, no_type(key, ty));
                continue;
            }
            let text = shown(pattern);
            let half = half(key, pattern, &error);
            let others = others(key, half, arms);
            let fix = key.with_arm(format!("{half}({text})"));
            let message = format!(
                "arms match the whole return value, and `{text}` is no `Result`: \
                 write `{fix}{others}`",
            );
            errors.over(pattern, message);
        }
    }
}

fn path(pattern: &Pat) -> Option<&Path> {
    if let Pat::Path(path) = pattern { Some(&path.path) } else { None }
}

/// Whether no value of a `Result` is like that.
fn is_inside(pattern: &Pat) -> bool {
    match pattern {
        Pat::Lit(_) | Pat::Range(_) => true,
        Pat::Or(either) => either.cases.iter().all(is_inside),
        Pat::Paren(inner) => is_inside(&inner.pat),
        Pat::Path(path) => !is_constant(&path.path) && is_of_another_type(&path.path),
        Pat::Struct(fields) => is_of_another_type(&fields.path),
        Pat::TupleStruct(fields) => is_of_another_type(&fields.path),
        _ => false,
    }
}

/// `statuses::GONE`, which may be a `Result`. One letter is a variant's.
fn is_constant(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name.len() > 1 && !name.contains(char::is_lowercase)
    })
}

fn is_of_another_type(path: &Path) -> bool {
    let is_of_result = |segment: &PathSegment| {
        ["Result", "Ok", "Err", "Self"].iter().any(|name| segment.ident == name)
    };
    !path.segments.iter().any(is_of_result)
}

/// Where it is meant to be: an error is a failure already, and others are not; what asks to wait
/// may be either.
fn half(key: Key, pattern: &Pat, error: &str) -> &'static str {
    let is_error = match head(pattern) {
        Some(Head::Path(path)) => {
            let name = error.rsplit("::").next().unwrap_or_default();
            path.segments.iter().any(|segment| segment.ident == name)
        }
        Some(Head::Integer) => INTEGERS.contains(&error),
        None => false,
    };
    if is_error || !matches!(key, Key::Failure | Key::Open) { "Err" } else { "Ok" }
}

const INTEGERS: &[&str] = &["i16", "i32", "i64", "u8", "u16", "u32", "u64", "usize"];

enum Head<'a> {
    Path(&'a Path),
    Integer,
}

fn head(pattern: &Pat) -> Option<Head<'_>> {
    match pattern {
        Pat::Lit(literal) if matches!(literal.lit, Lit::Int(_)) => Some(Head::Integer),
        Pat::Or(either) => either.cases.first().and_then(head),
        Pat::Paren(inner) => head(&inner.pat),
        Pat::Path(path) => Some(Head::Path(&path.path)),
        Pat::Struct(fields) => Some(Head::Path(&fields.path)),
        Pat::TupleStruct(fields) => Some(Head::Path(&fields.path)),
        _ => None,
    }
}
