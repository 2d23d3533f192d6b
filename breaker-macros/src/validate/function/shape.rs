//! Functions that can't be wrapped, whatever the arguments are.

use syn::{Attribute, ReturnType, Type};

use super::target::Target;
use super::unfinished;
use crate::diagnostics::Errors;
use crate::item::future::item_of;
use crate::item::{Function, is_circuit_breaker};

pub(crate) const TWICE: &str = "`circuit_breaker` is given twice: put all arguments into one";

pub(super) fn check(function: &Function, target: Target, errors: &mut Errors) {
    let sig = &function.sig;
    if let Some(token) = &sig.constness {
        let message = "a `const fn` can't consult a circuit: remove `const`";
        errors.at(token.span, target.or_skip(message));
    }
    if let Some(variadic) = &sig.variadic {
        let message = "a variadic function can't be wrapped: wrap one that calls it";
        errors.over(variadic.dots, target.or_skip(message));
    }
    if let ReturnType::Type(_, ty) = &sig.output {
        if let Type::Never(never) = &**ty {
            let message = match target {
                Target::Function => {
                    "a function that never returns can't be rejected: remove the attribute"
                }
                Target::Block => {
                    "a method that never returns can't be rejected: leave it out of the block \
                     with `#[circuit_breaker(skip)]`"
                }
            };
            errors.at(never.bang_token.span, message);
        }
    }
    if let Some((ty, message)) = unfinished::returned_by(sig) {
        errors.over(ty, target.or_skip(message));
    }
    if function.is_without_block() && item_of(function).is_some() {
        let message = "the stream of this future is not seen, because the body does not end in an \
                       `async` block: end it in `Box::pin(async move { .. })`";
        errors.at(sig.ident.span(), target.or_skip(message));
    }
    for attr in &function.attrs {
        attribute(attr, target, errors);
    }
}

fn attribute(attr: &Attribute, target: Target, errors: &mut Errors) {
    if is_circuit_breaker(attr) {
        errors.over(attr.path(), TWICE);
    }
    if attr.path().is_ident("track_caller") {
        let message = "`track_caller` has no effect on a function with a circuit: remove it";
        errors.over(attr.path(), target.or_skip(message));
    }
}
