//! Fallbacks that can't answer for this function.

mod code;
pub(crate) mod itself;
mod kept;

use proc_macro2::TokenStream;

use crate::config::{Config, Fallback, FallbackKind};
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::future::Future;
use crate::item::params::{Binding, Params};
use crate::item::tail::Tail;

/// `names` are those of the arguments.
pub(super) fn check(function: &Function, names: &[String], config: &Config, errors: &mut Errors) {
    let Some(fallback) = &config.fallback else { return };
    kept::check(function, config, fallback, errors);
    itself::check(&function.sig, fallback, config.key.is_some(), errors);
    if let FallbackKind::Path(path) = &fallback.kind {
        // Without a block there is an error about failed calls already.
        let is_reported =
            config.fallback_on().made_calls().is_some() && function.is_without_block();
        if Future::returned_by(function).is_some() && !is_reported {
            forwarding(function, fallback, path, errors);
        }
    }
    code::check(function, names, &fallback.kind, errors);
}

/// Of a function that returns a future: the fallback runs when the arguments are in that future
/// already.
fn forwarding(function: &Function, fallback: &Fallback, path: &TokenStream, errors: &mut Errors) {
    if Tail::of(&function.body).is_none() {
        let message = "the arguments can't be passed on, because the body does not end in an \
                       `async` block: \
                       end it in `Box::pin(async move { .. })`, or write the fallback as `|open| \
                       ..`";
        if fallback.is_inherited {
            return errors.at(function.sig.ident.span(), message);
        }
        return errors.over(path, message);
    }
    for param in Params::of(&function.sig).typed {
        if !matches!(param.binding, Binding::Name | Binding::Mut(_)) {
            let message = "the fallback gets this argument: give it a name, and take it apart in \
                           the `async` block";
            // The name is generated; errors are to look as if at the user's own token.
            errors.at(param.name.span().resolved_at(function.sig.ident.span()), message);
        }
    }
}
