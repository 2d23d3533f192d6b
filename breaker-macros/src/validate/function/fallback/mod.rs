//! Fallbacks that can't answer for this function.

mod code;
pub(crate) mod itself;
mod kept;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

use crate::config::{Config, Fallback, FallbackKind};
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::future::{Future, item_of, output_of};
use crate::item::params::{Binding, Params};
use crate::item::stream::Stream;
use crate::item::tail::Tail;

/// `names` are those of the arguments.
pub(super) fn check(function: &Function, names: &[String], config: &Config, errors: &mut Errors) {
    let Some(fallback) = &config.fallback else { return };
    if streams(function, config, errors) {
        return;
    }
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

/// Whether it is a fallback that a function which returns a stream can't have.
fn streams(function: &Function, config: &Config, errors: &mut Errors) -> bool {
    let (Some(fallback), Some(_)) = (&config.fallback, item_of(function)) else { return false };
    if let Some(place) = config.fallback_on().made_calls() {
        let message = "a stream that has begun can't be answered by another one: leave \
                       `fallback_on` out, and the fallback answers rejected calls";
        errors.at(place, message);
        return true;
    }
    let is_opaque = output_of(function).and_then(|ty| Stream::in_result(&ty));
    if is_opaque.is_some_and(|stream| !stream.boxed) {
        let message = "the stream of the fallback has another type than that of the body: box \
                       them, as in `Result<BoxStream<'_, ..>, ..>`";
        if fallback.is_inherited {
            errors.at(function.sig.ident.span(), message);
        } else {
            errors.at(fallback_place(fallback), message);
        }
        return true;
    }
    false
}

fn fallback_place(fallback: &Fallback) -> Span {
    let tokens = match &fallback.kind {
        FallbackKind::Path(path) => path.clone(),
        FallbackKind::Closure(closure) => closure.to_token_stream(),
        FallbackKind::Expression(value) => value.to_token_stream(),
    };
    tokens.into_iter().next().map_or_else(Span::call_site, |token| token.span())
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
