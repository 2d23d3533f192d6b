//! ```text
//! async fn f(a: A) -> R {
//!     <circuit>
//!     let __admitted = <gate>;
//!     return __admitted.run_async(async move { <expectation> <ownership> { body } }).await;
//! }
//! ```
//!
//! One nested block, awaited in place: every other way makes the future larger, or its type deeper.

use proc_macro2::TokenStream;
use quote::quote;

use super::circuit::{declare, local};
use super::fallback::{Called, answer, mark_forwarded};
use super::gate::gate;
use super::ownership::Ownership;
use super::returned::Returned;
use crate::config::Config;
use crate::item::Function;
use crate::item::params::Params;

pub(crate) fn expand(mut function: Function, config: &Config) -> TokenStream {
    let mut params = Params::normalize(&mut function.sig);
    mark_forwarded(config, &mut params);
    let returned = Returned::by(&function.sig);
    let circuit = declare(config);
    let gate = gate(&config.runtime, &returned, answer(config, &params, Called::Awaited));
    let ownership = Ownership::of_async_block(&params, &function.body);
    let expectation = returned.expectation(&config.runtime);
    // The expectation names types: items of the body must not be in their way.
    let statements = ownership.in_front_of(&function.block(&function.body));
    let body = function.in_braces(quote!(#expectation #statements));
    let admitted = local("__admitted");
    let wrapped = function.in_braces(quote! {
        #circuit
        #gate
        return #admitted.run_async(async move #body).await;
    });
    function.with_body(wrapped)
}
