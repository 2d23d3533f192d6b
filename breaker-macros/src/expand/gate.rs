//! Asking for a permit, and what follows.

use proc_macro2::TokenStream;
use quote::quote;

use super::allowed;
use super::circuit::local;
use super::fallback::{Answer, Called, answer};
use super::key::Asked;
use super::returned::Returned;
use super::{kept, run};
use crate::config::Config;
use crate::item::params::Params;

/// Runs an admitted call, answers a rejected one, and returns from the function in any case.
pub(crate) fn gated(
    config: &Config,
    params: &Params,
    returned: &Returned,
    called: Called,
    asked: Asked,
    run: &TokenStream,
) -> TokenStream {
    let Asked { statement, circuit } = asked;
    let allowed = allowed::around_body(params, returned, called);
    let call = match answer(config, params, returned, called) {
        Some(answer) if config.fallback_on().made_calls().is_some() => {
            let variables = kept::variables(params);
            let call = or_fallback(config, params, returned, &circuit, &answer, run);
            quote!(#variables #allowed #call)
        }
        answer => {
            let gate = gate(config, returned, &circuit, answer);
            quote!(#gate #allowed return #run;)
        }
    };
    quote!(#statement #call)
}

/// Binds `__admitted`, or returns the answer to a rejected call.
fn gate(
    config: &Config,
    returned: &Returned,
    circuit: &TokenStream,
    answer: Option<Answer>,
) -> TokenStream {
    let runtime = &config.runtime;
    let (admitted, rejected) = (local("__admitted"), local("__rejected"));
    let allow = answer.as_ref().map(Answer::allowance);
    let ask = ask(config, returned, circuit, answer.is_some());
    let (pattern, answer) = match answer {
        Some(Answer { pattern, value, .. }) => {
            let without_timer = run::without_timer(config);
            (pattern, quote!({ #without_timer return #value; }))
        }
        None => (quote!(#rejected), quote!(return #rejected)),
    };
    quote! {
        #allow
        let #admitted = match #ask {
            #runtime::__private::Ok(#admitted) => #admitted,
            #runtime::__private::Err(#pattern) => #answer,
        };
    }
}

/// One place for the fallback, whether the call was rejected or failed: what is wrong with it is wrong once.
fn or_fallback(
    config: &Config,
    params: &Params,
    returned: &Returned,
    circuit: &TokenStream,
    answer: &Answer,
    run: &TokenStream,
) -> TokenStream {
    let (runtime, ask) = (&config.runtime, ask(config, returned, circuit, true));
    let (admitted, result) = (local("__admitted"), local("__returned"));
    let (cause, open) = (local("__cause"), local("__open"));
    let (allow, Answer { pattern, value, .. }) = (answer.allowance(), answer);
    let (clones, restored) = (kept::clones(runtime, params), kept::restored(params));
    let without_timer = run::without_timer(config);
    quote! {
        let #pattern = match #ask {
            #runtime::__private::Ok(#admitted) => {
                #clones
                match #run {
                    #runtime::__private::Ok(#result) => return #result,
                    #runtime::__private::Err(#cause) => {
                        #restored
                        #cause
                    }
                }
            }
            #runtime::__private::Err(#open) => {
                #without_timer
                #runtime::__private::Cause::Open(#open)
            }
        };
        #allow
        return #value;
    }
}

fn ask(
    config: &Config,
    returned: &Returned,
    circuit: &TokenStream,
    has_fallback: bool,
) -> TokenStream {
    let runtime = &config.runtime;
    let look = returned.look(runtime);
    let ask = match (has_fallback, config.arms.is_some()) {
        (true, false) => quote!(admit::<#returned, _>(#circuit, #look)),
        (true, true) => quote!(admit_unjudged(#circuit, #look)),
        (false, false) => quote!(admit_or_reject::<#returned, _>(#circuit, #look)),
        (false, true) => quote!(admit_unjudged_or_reject::<#returned, _>(#circuit, #look)),
    };
    quote!(#runtime::__private::#ask)
}
