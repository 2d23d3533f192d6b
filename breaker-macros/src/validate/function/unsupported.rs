//! What can't be wrapped: each with where it stands and what to do instead.

use proc_macro2::TokenStream;
use syn::{
    Attribute, FnArg, Pat, Receiver, ReceiverKind, ReturnType, Signature, Type, TypeReference,
};

use super::{halves, inert, itself, unfinished};
use crate::config::{Arms, Config, Fallback, FallbackKind, FallbackOn, Timeout};
use crate::diagnostics::Errors;
use crate::item::body::mentions;
use crate::item::future::Future;
use crate::item::params::{Binding, Params};
use crate::item::refutable::is_variable;
use crate::item::returned::never_fails;
use crate::item::tail::Tail;
use crate::item::{Function, is_circuit_breaker};

pub(crate) const TWICE: &str = "`circuit_breaker` is given twice: remove one of them";

/// Where the attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Function,
    /// On the `impl` block around it.
    Block,
}

impl Place {
    /// A fix, and the other way out that a method in a block has.
    fn or_skip(self, message: &str) -> String {
        match self {
            Self::Function => message.to_owned(),
            Self::Block => {
                format!("{message}, or leave it out of the block with `#[circuit_breaker(skip)]`")
            }
        }
    }
}

/// Reports everything about `function` that can't be supported.
pub(crate) fn check(function: &Function, config: &Config, place: Place, errors: &mut Errors) {
    let sig = &function.sig;
    shape(sig, place, errors);
    if let Some((ty, message)) = unfinished::returned_by(sig) {
        errors.over(ty, place.or_skip(message));
    }
    for attr in &function.attrs {
        attribute(attr, place, errors);
    }
    if let Some(arms) = &config.arms {
        guards(sig, arms, errors);
        names_alone(sig, arms, errors);
        // Arms of a block may be for other methods.
        if place == Place::Function {
            halves::check(sig, arms, errors);
        }
        // In a block the other half may be that of other methods.
        if place == Place::Function {
            inert::check(sig, arms, config, errors);
        }
    }
    if let Some(timeout) = &config.timeout {
        limited(function, timeout, config.arms.is_some(), errors);
    }
    if let Some(fallback) = &config.fallback {
        keeping(function, fallback, config.fallback_on(), errors);
    }
    itself::check(sig, config, errors);
    if let Some(fallback @ Fallback { kind: FallbackKind::Path(path), .. }) = &config.fallback {
        // Without a block there is an error about failed calls already.
        let is_reported = config.fallback_on().made_calls().is_some() && is_without_block(function);
        if Future::returned_by(function).is_some() && !is_reported {
            forwarding(function, fallback, path, errors);
        }
    }
}

fn shape(sig: &Signature, place: Place, errors: &mut Errors) {
    if let Some(token) = &sig.constness {
        let message = "a `const fn` can't consult a circuit: remove `const`";
        errors.at(token.span, place.or_skip(message));
    }
    if let Some(variadic) = &sig.variadic {
        let message = "a variadic function can't be wrapped: wrap one that calls it";
        errors.over(variadic.dots, place.or_skip(message));
    }
    if let ReturnType::Type(_, ty) = &sig.output {
        if let Type::Never(never) = &**ty {
            let message = match place {
                Place::Function => {
                    "a function that never returns can't be rejected: remove the attribute"
                }
                Place::Block => {
                    "a method that never returns can't be rejected: leave it out of the block with `#[circuit_breaker(skip)]`"
                }
            };
            errors.at(never.bang_token.span, message);
        }
    }
}

/// The arguments belong to the body: it may have consumed them when the arms are asked.
fn guards(sig: &Signature, arms: &Arms, errors: &mut Errors) {
    let params = Params::of(sig);
    let receiver = params.receiver.iter().map(|_| "self".to_owned());
    let names: Vec<_> =
        receiver.chain(params.typed.iter().map(|param| param.name.to_string())).collect();
    for arm in arms.ignore.iter().chain(&arms.failure).chain(&arms.success) {
        for name in &names {
            if let Some(span) = arm.use_of(name) {
                let message = format!(
                    "arms see the return value, not the argument `{name}`: write a value or a constant in its place"
                );
                errors.at(span, message);
            }
        }
    }
}

/// `ignore(NotFound)`: no `Result` is called so, and a new variable matches everything.
fn names_alone(sig: &Signature, arms: &Arms, errors: &mut Errors) {
    let ReturnType::Type(_, ty) = &sig.output else { return };
    let Type::Path(ty) = &**ty else { return };
    if ty.path.segments.last().is_none_or(|last| last.ident != "Result") {
        return;
    }
    let keyed = [("ignore", &arms.ignore), ("failure", &arms.failure), ("success", &arms.success)];
    for (key, arms) in keyed {
        for arm in arms.iter().filter(|arm| !arm.has_guard()) {
            let Pat::Ident(name) = arm.pattern() else { continue };
            let text = name.ident.to_string();
            if !is_variable(name) && name.subpat.is_none() && text.contains(char::is_lowercase) {
                let message = format!(
                    "`{text}` is no `Result`, and matches everything as a new variable: \
                     write it with its path, as in `{key}(Err(Error::{text}))`",
                );
                errors.at(name.ident.span(), message);
            }
        }
    }
}

/// Only what waits can be dropped.
fn limited(function: &Function, timeout: &Timeout, has_arms: bool, errors: &mut Errors) {
    let sig = &function.sig;
    if sig.asyncness.is_some() {
        return;
    }
    let place = if timeout.is_inherited { sig.ident.span() } else { timeout.key };
    if Future::returned_by(function).is_none() && timeout.is_inherited {
        errors.at(place, blocking(sig, has_arms));
    } else if Future::returned_by(function).is_none() {
        let message = "`timeout` needs an `async fn`: a function that blocks can't be stopped; \
                       write `slow_call` instead to count it as a failure";
        errors.at(place, message);
    } else if Tail::of(&function.body).is_none() {
        let message = "`timeout` has no body to stop, because this one does not end in an `async` block: \
                       end it in `Box::pin(async move { .. })`";
        errors.at(place, message);
    }
}

/// A method among some that wait. One that can't fail has no place in the block at all.
fn blocking(sig: &Signature, has_arms: bool) -> String {
    const SKIP: &str = "leave it out of the block with `#[circuit_breaker(skip)]`";
    let name = &sig.ident;
    if !has_arms && never_fails(sig) {
        return format!("`{name}` returns nothing that can be a failure: {SKIP}");
    }
    format!(
        "`{name}` blocks, and the block's `timeout` can't stop it: take it off with \
         `#[circuit_breaker(timeout = off)]`, make it an `async fn`, or {SKIP}"
    )
}

/// Of a fallback that also answers calls which were made: what the body gets can't be kept in all cases.
fn keeping(function: &Function, fallback: &Fallback, on: FallbackOn, errors: &mut Errors) {
    let Some(place) = on.made_calls() else {
        return;
    };
    let (sig, answered) = (&function.sig, on.answered());
    if is_without_block(function) {
        // Its `timeout` is an error for the same reason.
        if let FallbackOn::Failure(_) = on {
            let message = "a failed call can't be answered, because the body does not end in an `async` block: \
                           end it in `Box::pin(async move { .. })`";
            errors.at(place, message);
        }
        return;
    }
    let instead = "write the fallback as `|cause| ..`, without it";
    let (code, params) = (fallback.code(), Params::of(sig));
    let uses_self = code.as_ref().is_none_or(|code| mentions(code, "self"));
    if let Some(receiver) = params.receiver.filter(|this| uses_self && !is_shared(this)) {
        let message = format!(
            "`self` can't be kept for the fallback of {answered}: take `&self`, or {instead}"
        );
        errors.over(receiver, message);
    }
    let types = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(&typed.ty),
        FnArg::Receiver(_) => None,
    });
    for (param, ty) in params.typed.iter().zip(types) {
        let is_needed = code.as_ref().is_none_or(|code| param.is_used_in(code));
        let is_apart = matches!(param.binding, Binding::Pattern(_)) && sig.asyncness.is_none();
        if is_needed && is_apart && Future::returned_by(function).is_some() && code.is_some() {
            let message = format!(
                "the fallback of {answered} needs this argument: \
                 give it a name, and take it apart in the `async` block"
            );
            errors.at(param.name.span().resolved_at(sig.ident.span()), message);
        }
        if let Some(reference) = exclusive(ty).filter(|_| is_needed) {
            let message =
                format!("a `&mut` can't be kept for the fallback of {answered}: {instead}");
            errors.over(reference, message);
        }
    }
}

/// Whether it returns a future of unknown making.
fn is_without_block(function: &Function) -> bool {
    Future::returned_by(function).is_some() && Tail::of(&function.body).is_none()
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
    match ty {
        Type::Reference(reference) => reference.mutability.is_some().then_some(reference),
        Type::Group(inner) => exclusive(&inner.elem),
        Type::Paren(inner) => exclusive(&inner.elem),
        _ => None,
    }
}

/// Of a function that returns a future: the fallback runs when the arguments are in that future already.
fn forwarding(function: &Function, fallback: &Fallback, path: &TokenStream, errors: &mut Errors) {
    if Tail::of(&function.body).is_none() {
        let message = "the arguments can't be passed on, because the body does not end in an `async` block: \
                       end it in `Box::pin(async move { .. })`, or write the fallback as `|open| ..`";
        if fallback.is_inherited {
            return errors.at(function.sig.ident.span(), message);
        }
        return errors.over(path, message);
    }
    for param in Params::of(&function.sig).typed {
        if !matches!(param.binding, Binding::Name | Binding::Mut(_)) {
            let message = "the fallback gets this argument: give it a name, and take it apart in the `async` block";
            // The name is generated; errors are to look as if at the user's own token.
            errors.at(param.name.span().resolved_at(function.sig.ident.span()), message);
        }
    }
}

fn attribute(attr: &Attribute, place: Place, errors: &mut Errors) {
    if is_circuit_breaker(attr) {
        errors.over(attr.path(), TWICE);
    }
    if attr.path().is_ident("track_caller") {
        let message = "`track_caller` has no effect on a function with a circuit: remove it";
        errors.over(attr.path(), place.or_skip(message));
    }
}
