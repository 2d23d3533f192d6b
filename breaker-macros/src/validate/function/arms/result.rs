//! A `Result` by the spelling of its type, and the halves of one by that of a pattern.

use syn::{AngleBracketedGenericArguments, Pat, PathArguments, PathSegment, Type};

use crate::args::key::Key;
use crate::config::Arms;
use crate::diagnostics::shown;
use crate::item::refutable::is_irrefutable;

/// The `Result` that a type spells.
pub(super) fn result_in(ty: &Type) -> Option<&PathSegment> {
    let Type::Path(ty) = ty else { return None };
    ty.path.segments.last().filter(|last| last.ident == "Result")
}

/// Those of a `Result` that has some: another type of that name has none.
pub(super) fn arguments_of_result(ty: &Type) -> Option<&AngleBracketedGenericArguments> {
    match &result_in(ty)?.arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments),
        _ => None,
    }
}

/// An alias with one argument keeps its error to itself.
pub(super) fn error_in(arguments: &AngleBracketedGenericArguments) -> String {
    arguments.args.iter().nth(1).map(shown).unwrap_or_default()
}

/// Every other `Err` is a failure as well, unless that is said.
pub(super) fn others(key: Key, half: &str, arms: &Arms) -> &'static str {
    let is_said = key != Key::Failure || half != "Err" || !arms.success.is_empty();
    if is_said { "" } else { ", success(Err(_))" }
}

/// `x` of `Err(x)`.
pub(super) fn inside<'p>(pattern: &'p Pat, half: &str) -> Option<&'p Pat> {
    match pattern {
        Pat::TupleStruct(wrapped) if wrapped.path.is_ident(half) && wrapped.elems.len() == 1 => {
            wrapped.elems.first()
        }
        _ => None,
    }
}

pub(super) fn is_all(pattern: &Pat, half: &str) -> bool {
    inside(pattern, half).is_some_and(is_irrefutable)
}
