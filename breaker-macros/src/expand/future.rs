//! Functions that return a future. The call is admitted when the future is first polled, not when it is made:
//!
//! ```text
//! fn f(a: A) -> BoxFuture<'_, R> {
//!     <circuit>
//!     {
//!         statements;
//!         Box::pin(async move {
//!             let __admitted = <gate>;
//!             return __admitted.run_async(async move { <expectation> body }).await;
//!         })
//!     }
//! }
//! ```
//!
//! If the body ends in another way, the runtime wraps the future that it returns.

use proc_macro2::{Group, TokenStream};
use quote::quote;

use super::circuit::{declare, local, reference};
use super::fallback::{Answer, Called, answer};
use super::gate::gate;
use super::returned::Returned;
use crate::config::Config;
use crate::item::Function;
use crate::item::body::returns_early;
use crate::item::future::Future;
use crate::item::params::Params;
use crate::item::tail::Tail;

pub(crate) fn expand(function: &Function, config: &Config, future: &Future<'_>) -> TokenStream {
    let output = Returned::erased(future.output);
    let params = Params::of(&function.sig);
    let body = match Tail::of(&function.body) {
        Some(tail) => {
            let gate = gate(&config.runtime, &output, answer(config, &params, Called::Awaited));
            inside(function, &tail, &gate, &output.expectation(&config.runtime))
        }
        None => around(function, config, future, &output, answer(config, &params, Called::Plainly)),
    };
    let circuit = declare(config);
    function.with_body(function.in_braces(quote!(#circuit #body)))
}

/// The gate goes into the block that the function ends in.
fn inside(
    function: &Function,
    tail: &Tail,
    gate: &TokenStream,
    expectation: &TokenStream,
) -> TokenStream {
    let (statements, capture, content) = (&tail.statements, &tail.capture, tail.block.stream());
    let mut block = Group::new(tail.block.delimiter(), quote!(#expectation #content));
    block.set_span(tail.block.span());
    let admitted = local("__admitted");
    let last = tail.expression_with(quote! {
        #gate
        return #admitted.run_async(async #capture #block).await;
    });
    function.block(quote!(#statements #last))
}

/// The future that the function returns goes into one that asks first.
fn around(
    function: &Function,
    config: &Config,
    future: &Future<'_>,
    output: &Returned,
    answer: Option<Answer>,
) -> TokenStream {
    let (runtime, breaker, made) = (&config.runtime, reference(), made(function, config, future));
    let guarded = if let Some(Answer { pattern, value, .. }) = answer {
        let answer = quote!(move |#pattern| -> #output { #value });
        quote!(#runtime::__private::guarded(#breaker, #made, #answer))
    } else {
        quote!(#runtime::__private::guarded_or_reject::<#output, _>(#breaker, #made))
    };
    if future.boxed {
        return quote!(return #runtime::__private::Box::pin(#guarded););
    }
    quote!(return #guarded;)
}

/// The future of the body. In a closure where the return type is a name, for it coerces what the body ends in; and where the body may
/// return early, so that it does not leave the function.
fn made(function: &Function, config: &Config, future: &Future<'_>) -> TokenStream {
    let (runtime, body) = (&config.runtime, function.block(&function.body));
    if !future.boxed && !returns_early(&function.body) {
        return body;
    }
    let returned = Returned::by(&function.sig);
    quote!(#runtime::__private::call(move || -> #returned #body))
}
