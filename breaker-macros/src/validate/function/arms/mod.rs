//! Arms that can't mean what they say on this function.

mod halves;
pub(crate) mod inert;

use syn::{Pat, PathSegment, ReturnType, Signature, Type};

use super::Place;
use crate::config::{Arms, Config};
use crate::diagnostics::Errors;
use crate::item::params::Params;
use crate::item::refutable::is_variable;

pub(super) fn check(sig: &Signature, config: &Config, place: Place, errors: &mut Errors) {
    let Some(arms) = &config.arms else { return };
    guards(sig, arms, errors);
    names_alone(sig, arms, errors);
    // Arms of a block may be for other methods, and the other half may be that of other methods.
    if place == Place::Function {
        halves::check(sig, arms, errors);
        inert::check(sig, arms, config, errors);
    }
}

/// The arguments belong to the body: it may have consumed them when the arms are asked.
fn guards(sig: &Signature, arms: &Arms, errors: &mut Errors) {
    let params = Params::of(sig);
    let receiver = params.receiver.iter().map(|_| "self".to_owned());
    let names: Vec<_> =
        receiver.chain(params.typed.iter().map(|param| param.name.to_string())).collect();
    for arm in arms.by_key().into_iter().flat_map(|(_, arms)| arms) {
        for name in &names {
            if let Some(span) = arm.use_of(name) {
                let message = format!(
                    "arms see the return value, not the argument `{name}`: write a value or a \
                     constant in its place"
                );
                errors.at(span, message);
            }
        }
    }
}

/// `ignore(NotFound)`: no `Result` is called so, and a new variable matches everything.
fn names_alone(sig: &Signature, arms: &Arms, errors: &mut Errors) {
    if result_in(&sig.output).is_none() {
        return;
    }
    for (key, arms) in arms.by_key() {
        for arm in arms.iter().filter(|arm| !arm.has_guard()) {
            let Pat::Ident(name) = arm.pattern() else { continue };
            let text = name.ident.to_string();
            if !is_variable(name) && name.subpat.is_none() && text.contains(char::is_lowercase) {
                let message = format!(
                    "`{text}` is no `Result`, and matches everything as a new variable: \
                     write it with its path, as in `{}(Err(Error::{text}))`",
                    key.name(),
                );
                errors.at(name.ident.span(), message);
            }
        }
    }
}

/// The `Result` of a signature, if it spells one.
fn result_in(output: &ReturnType) -> Option<&PathSegment> {
    let ReturnType::Type(_, ty) = output else { return None };
    let Type::Path(ty) = &**ty else { return None };
    ty.path.segments.last().filter(|last| last.ident == "Result")
}

/// What matches the same as `pattern`, one by one.
pub(in crate::validate) fn alternatives(pattern: &Pat) -> Vec<&Pat> {
    match pattern {
        Pat::Or(either) => either.cases.iter().flat_map(alternatives).collect(),
        Pat::Paren(inner) => alternatives(&inner.pat),
        one => vec![one],
    }
}
