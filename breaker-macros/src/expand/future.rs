//! Functions that return a future. The call is admitted when the future is first polled, not when
//! it is made:
//!
//! ```text
//! fn f(a: A) -> BoxFuture<'_, R> {
//!     statements;
//!     Box::pin(async move {
//!         let __admitted = <admission>;
//!         return __admitted.run_async(async move { <expectation> { body } }).await;
//!     })
//! }
//! ```
//!
//! The last expression stays the last of the function: attributes below look for it there, such as
//! `#[tracing::instrument]`, which puts its span around it.
//!
//! If the body ends in another way, the runtime wraps the future that it returns.

use proc_macro2::TokenStream;
use quote::quote;

use super::admission::admitted;
use super::allowed;
use super::circuit::{self, local};
use super::cycle::Cycle;
use super::fallback::{Answer, Called, answer};
use super::judge::judge;
use super::key::Asked;
use super::locals::Locals;
use super::returned::Returned;
use super::run;
use crate::config::Config;
use crate::item::Function;
use crate::item::future::Future;
use crate::item::params::Params;
use crate::item::tail::Tail;
use crate::item::tokens::{any_word, names_of_items, returns_early};

pub(crate) fn expand(function: &Function, config: &Config, future: &Future) -> TokenStream {
    let output = Returned::erased(&future.output, &function.sig.generics);
    let params = Params::in_place(&function.sig);
    let tail = Tail::of(&function.body).filter(|tail| {
        let hidden = names_of_items(&tail.statements);
        needs_tail(config) || !is_hidden(&hidden, &quote!(#output))
    });
    let body = if let Some(tail) = tail {
        inside(function, config, params, &tail, &output)
    } else {
        let answer = answer(config, &params, &output, Called::Plainly);
        let items = circuit::items(config, &Locals::of(&function.sig, &params));
        function.in_braces(around(function, config, future, &output, (&items, answer)))
    };
    function.with_body(body)
}

/// Whether the body has to be stoppable, or has to give its arguments back.
fn needs_tail(config: &Config) -> bool {
    config.timeout.is_some() || config.fallback.is_some()
}

/// Whether an item of the body has a name that is used in the signature.
fn is_hidden(names: &[String], signature: &TokenStream) -> bool {
    any_word(signature, &|word| names.iter().any(|name| name == word))
}

/// Admission goes into the block that the function ends in.
fn inside(
    function: &Function,
    config: &Config,
    mut params: Params,
    tail: &Tail,
    output: &Returned,
) -> TokenStream {
    let expectation = output.expectation(&config.runtime);
    let (statements, capture) = (&tail.statements, &tail.capture);
    // The expectation names types, which items of the body could shadow.
    let (opening, content) = (&function.opening, tail.block.stream());
    let content = tail.block_with(quote!(#opening #content));
    let block = tail.block_with(quote!(#expectation #content));
    let run = run::asynchronously(config, output, &quote!(async #capture #block));
    config.note_uses(&mut params, &tail.block.stream());
    let asked = Asked::by(config, None);
    let call = admitted(config, &params, output, Called::Awaited, asked, &run);
    let items = circuit::items(config, &Locals::of(&function.sig, &params).behind(statements));
    let timer = run::timer(config, &function.sig.ident);
    let last = tail.expression_with(quote!(#items #timer #call));
    function.in_braces(quote!(#statements #last))
}

/// The future that the function returns goes into one that asks first.
fn around(
    function: &Function,
    config: &Config,
    future: &Future,
    output: &Returned,
    (items, answer): (&TokenStream, Option<Answer>),
) -> TokenStream {
    let (runtime, made) = (&config.runtime, made(function, config, future));
    let Asked { statement, circuit } = Asked::by(config, None);
    let answer = answer.map(|answer| answering(config, output, &answer));
    let look = output.look(runtime);
    let guarded = match (answer, judge(config, output)) {
        (Some(answer), None) => quote!(guarded(#circuit, #made, #look, #answer)),
        (Some(answer), Some(judge)) => {
            quote!(guarded_by::<#output, _, _, _, _, _>(#circuit, #made, #judge, #look, #answer))
        }
        (None, None) => quote!(guarded_or_reject::<#output, _, _, _>(#circuit, #made, #look)),
        (None, Some(judge)) => {
            quote!(guarded_or_reject_by::<#output, _, _, _, _>(#circuit, #made, #judge, #look))
        }
    };
    let guarded = quote!(#runtime::__private::#guarded);
    let allowed = allowed::around_answer(output);
    if future.boxed {
        return quote!(#items #statement #allowed return #runtime::__private::Box::pin(#guarded););
    }
    quote!(#items #statement #allowed return #guarded;)
}

/// A closure that answers a rejected call.
fn answering(config: &Config, output: &Returned, answer: &Answer) -> TokenStream {
    let (Answer { pattern, value, .. }, rejected) = (answer, local("__rejected"));
    let Some(cycle) = Cycle::of(config, output, Called::Plainly, answer) else {
        return quote!(move |#rejected| -> #output { let #pattern = #rejected.open(); #value });
    };
    let answering = local("__answering");
    let (begin, value) = (cycle.begin(&rejected), cycle.value(&answering));
    quote! {
        move |#rejected| -> #output {
            let #answering = #begin;
            let #pattern = #rejected.open();
            #value
        }
    }
}

/// The future of the body. In a closure where the return type is a name, for it coerces what the
/// body ends in; and where the body may return early, so that it does not leave the function.
fn made(function: &Function, config: &Config, future: &Future) -> TokenStream {
    let (runtime, body) = (&config.runtime, function.block(&function.body));
    if !future.boxed && !returns_early(&function.body) {
        return body;
    }
    let returned = Returned::by(&function.sig);
    quote!(#runtime::__private::call(move || -> #returned #body))
}
