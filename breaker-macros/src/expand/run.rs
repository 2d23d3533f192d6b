//! Running an admitted body.

use proc_macro2::TokenStream;
use quote::quote;

use super::circuit::local;
use super::judge::judge;
use super::policy;
use super::returned::Returned;
use super::span::located_at;
use crate::config::{Config, Timeout};
use crate::item::Function;

/// Runs `body`, a closure. The arms that judge it stand behind it: only from the body does the
/// compiler know what they look at, if the return type is `impl Trait`.
pub(crate) fn plainly(config: &Config, body: &TokenStream) -> TokenStream {
    let (admitted, judge) = (local("__admitted"), judge(config).into_iter());
    if config.falls_back_on_failure() {
        quote!(#admitted.run_or(#body #(, #judge)*))
    } else {
        quote!(#admitted.run(#body #(, #judge)*))
    }
}

/// Runs `body`, an `async` block. What a time-out needs is asked of the return type where the user
/// wrote it.
pub(crate) fn asynchronously(
    config: &Config,
    returned: &Returned,
    body: &TokenStream,
) -> TokenStream {
    let (runtime, admitted) = (&config.runtime, local("__admitted"));
    let judge = judge(config);
    let (kind, of) = match &judge {
        Some(_) => (quote!(Unjudged), quote!(<#returned, _, _>)),
        None => (quote!(Admitted), quote!(<#returned, _>)),
    };
    let judge = judge.iter();
    let limit = config.timeout.as_ref().map(|timeout| limit(config, timeout));
    match (limit, config.falls_back_on_failure()) {
        (None, false) => quote!(#admitted.run_async(#body #(, #judge)*)),
        (None, true) => quote!(#admitted.run_async_or(#body #(, #judge)*)),
        (Some(limit), false) => {
            let run = quote!(#runtime::__private::#kind::run_async_within::#of);
            quote!(#run(#admitted, #limit, #body #(, #judge)*))
        }
        (Some(limit), true) => {
            quote!(#admitted.run_async_within_or(#limit, #body #(, #judge)*))
        }
    }
}

/// The body takes the arguments. Where the key has consumed one of them, that is wrong where the body
/// begins, and not with all of the attribute.
pub(crate) fn moved(config: &Config, function: &Function, keywords: TokenStream) -> TokenStream {
    match config.key {
        Some(_) => located_at(keywords, function.brace.span.open()),
        None => keywords,
    }
}

/// A block, for there is more to it: the attribute can't know whether the runtime has a timer.
fn limit(config: &Config, timeout: &Timeout) -> TokenStream {
    let runtime = &config.runtime;
    let required = located_at(quote!(#runtime::__require_tokio! {}), timeout.key);
    let limit = policy::limit(runtime, &timeout.limit);
    if timeout.limit.literal().is_some() {
        return quote!({ #required #limit });
    }
    let name = local("__TIMEOUT");
    quote!({ #required const #name: #runtime::__private::Duration = #limit; #name })
}
