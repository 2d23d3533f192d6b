//! ```text
//! async fn f(a: A) -> R {
//!     let __admitted = <admission>;
//!     return __admitted.run_async(async move { <expectation> <ownership> { body } }).await;
//! }
//! ```
//!
//! One nested block, awaited in place: any other way makes the future larger, or its type deeper.

use proc_macro2::TokenStream;
use quote::quote;

use super::admission::admitted;
use super::circuit;
use super::fallback::Called;
use super::key::Asked;
use super::locals::Locals;
use super::ownership::{Ownership, take_params};
use super::returned::Returned;
use super::run;
use crate::config::Config;
use crate::item::Function;

pub(crate) fn expand(mut function: Function, config: &Config) -> TokenStream {
    let params = take_params(&mut function, config);
    let returned = Returned::by(&function.sig);
    let ownership = Ownership::of_async_block(&params);
    let expectation = returned.expectation(&config.runtime);
    // The expectation names types, which items of the body could shadow.
    let statements = ownership.in_front_of(&function.block(&function.body));
    let body = function.in_braces(quote!(#expectation #statements));
    let moved = run::moved(config, &function, quote!(async move));
    let run = run::asynchronously(config, &returned, &quote!(#moved #body));
    let asked = Asked::by(config, Some(&params));
    let call = admitted(config, &params, &returned, Called::Awaited, asked, &run);
    let items = circuit::items(config, &Locals::of(&function.sig, &params));
    let timer = run::timer(config, &function.sig.ident);
    function.with_body(function.in_braces(quote!(#items #timer #call)))
}
