//! Arguments that the call consumes, and that its fallback needs again.

use syn::{FnArg, Receiver, ReceiverKind, Type, TypeReference};

use crate::config::{Config, Fallback, FallbackKind, FallbackOn};
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::future::Future;
use crate::item::params::{Binding, Params};
use crate::item::types::ungrouped;

/// Reports arguments that can't be kept for a fallback which also answers calls that were made.
pub(super) fn check(
    function: &Function,
    config: &Config,
    fallback: &Fallback,
    errors: &mut Errors,
) {
    let on = config.fallback_on();
    let Some(place) = on.made_calls() else { return };
    if !function.is_without_block() {
        let mut params = Params::of(&function.sig);
        config.note_uses(&mut params, &function.body);
        receiver(&params, on, errors);
        arguments(function, &params, fallback, on, errors);
    } else if let FallbackOn::Failure(_) = on {
        // Its `timeout` is an error for the same reason.
        let message = "a failed call can't be answered, because the body does not end in an \
                       `async` block: end it in `Box::pin(async move { .. })`";
        errors.at(place, message);
    }
}

const INSTEAD: &str = "write the fallback as `|cause| ..`, without it";

fn receiver(params: &Params, on: FallbackOn, errors: &mut Errors) {
    let used = params.receiver.as_ref().filter(|_| params.receiver_uses.by_fallback);
    if let Some(receiver) = used.filter(|receiver| !is_shared(receiver)) {
        let answered = on.answered();
        let message = format!(
            "`self` can't be kept for the fallback of {answered}: take `&self`, or {INSTEAD}"
        );
        errors.over(receiver, message);
    }
}

fn arguments(
    function: &Function,
    params: &Params,
    fallback: &Fallback,
    on: FallbackOn,
    errors: &mut Errors,
) {
    let (sig, answered) = (&function.sig, on.answered());
    let is_future = Future::returned_by(function).is_some();
    let types = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(&typed.ty),
        FnArg::Receiver(_) => None,
    });
    let gets_all = matches!(fallback.kind, FallbackKind::Path(_));
    let used = params.typed.iter().zip(types).filter(|(param, _)| param.uses.by_fallback);
    for (param, ty) in used {
        let is_apart = matches!(param.binding, Binding::Pattern(_)) && sig.asyncness.is_none();
        if is_apart && is_future && !gets_all {
            let message = format!(
                "the fallback of {answered} needs this argument: \
                 give it a name, and take it apart in the `async` block"
            );
            errors.at(param.name.span().resolved_at(sig.ident.span()), message);
        }
        if let Some(reference) = exclusive(ty) {
            let message =
                format!("a `&mut` can't be kept for the fallback of {answered}: {INSTEAD}");
            errors.over(reference, message);
        }
    }
}

/// `&self`, `self: &Self`.
fn is_shared(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_none(),
        ReceiverKind::Typed(_, ty) => {
            matches!(&**ty, Type::Reference(reference) if reference.mutability.is_none())
        }
        _ => false,
    }
}

fn exclusive(ty: &Type) -> Option<&TypeReference> {
    match ungrouped(ty) {
        Type::Reference(reference) => reference.mutability.is_some().then_some(reference),
        _ => None,
    }
}
