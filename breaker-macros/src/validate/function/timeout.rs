//! `timeout` on functions whose body can't be dropped.

use syn::Signature;

use crate::config::Config;
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::future::{Future, item_of};
use crate::item::returned::never_fails;
use crate::item::tail::Tail;

/// Only what waits can be dropped.
pub(super) fn check(function: &Function, config: &Config, errors: &mut Errors) {
    let Some(timeout) = &config.timeout else { return };
    let sig = &function.sig;
    if item_of(function).is_some() {
        let place = if timeout.is_inherited { sig.ident.span() } else { timeout.key };
        let message = "`timeout` does not bound the items of a stream: let the stream do that, and \
                       yield an `Err` when it waits for too long";
        return errors.at(place, message);
    }
    if sig.asyncness.is_some() {
        return;
    }
    let place = if timeout.is_inherited { sig.ident.span() } else { timeout.key };
    if Future::returned_by(function).is_none() && timeout.is_inherited {
        errors.at(place, blocking(sig, config.judges()));
    } else if Future::returned_by(function).is_none() {
        let message = "`timeout` needs an `async fn`: a function that blocks can't be stopped; \
                       write `slow_call` instead to count it as a failure";
        errors.at(place, message);
    } else if Tail::of(&function.body).is_none() {
        let message = "`timeout` has no body to stop, because this one does not end in an `async` \
                       block: \
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
