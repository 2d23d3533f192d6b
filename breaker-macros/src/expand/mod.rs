//! The function with its circuit around it. Thin on purpose: what can live in the runtime does not
//! live here.
//!
//! Generated code ends in `return`, because a lint that users may turn on forbids an implicit one.

mod admission;
mod allowed;
mod asynchronous;
mod callee;
pub(crate) mod circuit;
mod constant;
mod cycle;
mod diverging;
pub(crate) mod editor;
mod error;
mod fallback;
mod future;
mod judge;
mod kept;
mod key;
mod locals;
mod ownership;
mod policy;
mod returned;
mod run;
mod scope;
mod site;
mod span;
mod stream;
mod sync;

use proc_macro2::TokenStream;

use crate::config::Config;
use crate::item::Function;
use crate::item::future::Future;
use crate::item::stream::Stream;

/// Writes the function anew.
pub(crate) fn expand(function: Function, config: &Config) -> TokenStream {
    if function.sig.asyncness.is_some() {
        return asynchronous::expand(function, config);
    }
    if let Some(stream) = Stream::alone(&function) {
        return stream::expand(function, config, &stream);
    }
    match Future::returned_by(&function) {
        Some(returned) => future::expand(&function, config, &returned),
        None => sync::expand(function, config),
    }
}
