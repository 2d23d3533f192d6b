//! Running an admitted body.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use super::circuit::{local, reference};
use super::constant;
use super::judge::judge;
use super::returned::{Items, Returned};
use super::span::{Ends, located_at};
use crate::config::{Config, FallbackOn, Timeout, Value};
use crate::item::Function;

/// Runs `body`, a closure. The arms that judge it stand behind it: only from the body does the
/// compiler know what they look at, if the return type is `impl Trait`.
pub(crate) fn plainly(config: &Config, returned: &Returned, body: &TokenStream) -> TokenStream {
    if let Some(items) = returned.items() {
        let (admitted, judge) = (local("__admitted"), judge_of_items(config, &items.item));
        return streaming(config, items, &quote!(#admitted.run_stream(#body, #judge)));
    }
    let (admitted, judge) = (local("__admitted"), judge(config, returned).into_iter());
    if let FallbackOn::Failure(_) = config.fallback_on() {
        quote!(#admitted.run_or(#body #(, #judge)*))
    } else {
        quote!(#admitted.run(#body #(, #judge)*))
    }
}

/// Runs `body`, an `async` block, and waits for it. What a time-out needs is asked of the return
/// type where the user wrote it.
pub(crate) fn asynchronously(
    config: &Config,
    returned: &Returned,
    body: &TokenStream,
) -> TokenStream {
    if let Some(items) = returned.items() {
        let (admitted, judge) = (local("__admitted"), judge_of_items(config, &items.item));
        let run = quote!(#admitted.run_stream_async(#body, #judge).await);
        return streaming(config, items, &run);
    }
    let call = call_of(config, returned, body);
    quote!(#call.await)
}

fn call_of(config: &Config, returned: &Returned, body: &TokenStream) -> TokenStream {
    let (runtime, admitted) = (&config.runtime, local("__admitted"));
    let judge = judge(config, returned);
    let (kind, types) = match &judge {
        Some(_) => (quote!(Unjudged), quote!(<#returned, _, _>)),
        None => (quote!(Admitted), quote!(<#returned, _>)),
    };
    let judge = judge.iter();
    let timer = config.timeout.as_ref().map(|_| local("__timer"));
    match (timer, config.fallback_on()) {
        (None, FallbackOn::Failure(_)) => quote!(#admitted.run_async_or(#body #(, #judge)*)),
        (None, _) => quote!(#admitted.run_async(#body #(, #judge)*)),
        (Some(timer), FallbackOn::Open) => {
            let run = quote!(#runtime::__private::#kind::run_async_within::#types);
            quote!(#run(#admitted, #timer, #body #(, #judge)*))
        }
        (Some(timer), FallbackOn::Timeout(_)) => {
            quote!(#admitted.run_async_within_or_late(#timer, #body #(, #judge)*))
        }
        (Some(timer), FallbackOn::Failure(_)) => {
            quote!(#admitted.run_async_within_or(#timer, #body #(, #judge)*))
        }
    }
}

/// Runs `body`, which returns a stream in a `Result`: in a box, if the return type says so.
fn streaming(config: &Config, items: &Items, run: &TokenStream) -> TokenStream {
    if !items.boxed {
        return run.clone();
    }
    let (runtime, stream, error) = (&config.runtime, local("__stream"), local("__error"));
    quote! {
        match #run {
            #runtime::__private::Ok(#stream) => {
                #runtime::__private::Ok(#runtime::__private::Box::pin(#stream))
            }
            #runtime::__private::Err(#error) => #runtime::__private::Err(#error),
        }
    }
}

/// What judges the items of a stream.
pub(crate) fn judge_of_items(config: &Config, item: &Returned) -> TokenStream {
    let runtime = &config.runtime;
    let look = item.look(runtime);
    if let Some(arms) = judge(config, item) {
        quote!(#runtime::__private::streams::items_by::<#item, _, _>(#look, #arms))
    } else {
        quote!(#runtime::__private::streams::items::<#item, _>(#look))
    }
}

/// The body takes the arguments. Where the key has consumed one of them, that is wrong where the
/// body begins, and not with all of the attribute.
pub(crate) fn moved(config: &Config, function: &Function, keywords: TokenStream) -> TokenStream {
    match config.key {
        Some(_) => located_at(keywords, function.brace.span.open()),
        None => keywords,
    }
}

/// The timer of a `timeout`, which is set before the circuit is asked: without a runtime there is
/// none, and that panics where the function is (rule S25).
pub(crate) fn timer(config: &Config, function: &Ident) -> TokenStream {
    let Some(timeout) = &config.timeout else { return TokenStream::new() };
    let (runtime, timer, limit) = (&config.runtime, local("__timer"), limit(config, timeout));
    // A method call, because the place of one is what follows the dot, whatever precedes it.
    let name = function.unraw().to_string();
    let set = quote_spanned!(function.span()=> set(#name));
    let circuit = reference(config);
    quote!(let #timer = #runtime::__timeout!(#limit, #circuit).#set;)
}

/// Drops the timer where the call is rejected: the answer may take its time.
pub(crate) fn without_timer(config: &Config) -> TokenStream {
    let Some(_) = &config.timeout else { return TokenStream::new() };
    let (runtime, timer) = (&config.runtime, local("__timer"));
    quote!(#runtime::__private::drop(#timer);)
}

/// A block, for there is more to it: the attribute can't know whether the runtime has a timer.
fn limit(config: &Config, timeout: &Timeout) -> TokenStream {
    let runtime = &config.runtime;
    let required = located_at(quote!(#runtime::__require_tokio! {}), timeout.key);
    let limit = constant::limit(runtime, &timeout.limit);
    let Value::Constant(value) = &timeout.limit else { return quote!({ #required #limit }) };
    let name = local("__TIMEOUT");
    // What is wrong with the value is told where that is.
    let mut used = name.clone();
    used.set_span(name.span().located_at(Ends::of(value).first));
    quote!({ #required const #name: #runtime::__private::Duration = #limit; #used })
}
