//! Asking for a permit, and what follows.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Lifetime;

use super::allowed;
use super::circuit::local;
use super::cycle::Cycle;
use super::fallback::{Answer, Called, answer};
use super::key::Asked;
use super::returned::Returned;
use super::{kept, run};
use crate::config::Config;
use crate::item::params::Params;

/// Runs an admitted call, answers a rejected one, and returns from the function in any case.
pub(crate) fn admitted(
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
            let cycle = Cycle::of(config, returned, called, &answer);
            let call =
                or_fallback(config, params, returned, &circuit, &answer, cycle.as_ref(), run);
            let known = cycle.and_then(|_| known(config));
            quote!(#known #variables #allowed #call)
        }
        answer => {
            let admit = admit(config, returned, called, &circuit, answer.as_ref());
            quote!(#admit #allowed return #run;)
        }
    };
    quote!(#statement #call)
}

/// Binds `__admitted`, or returns the answer to a rejected call.
fn admit(
    config: &Config,
    returned: &Returned,
    called: Called,
    circuit: &TokenStream,
    answer: Option<&Answer>,
) -> TokenStream {
    let runtime = &config.runtime;
    let admitted = local("__admitted");
    let allow = answer.map(Answer::allowance);
    let (ask, rejected) = (ask(config, returned, circuit, answer.is_some()), local("__rejected"));
    let Some(answer) = answer else {
        return quote! {
            let #admitted = match #ask {
                #runtime::__private::Ok(#admitted) => #admitted,
                #runtime::__private::Err(#rejected) => return #rejected,
            };
        };
    };
    let (gate, answered) =
        (Lifetime::new("'__gate", Span::mixed_site()), answered(config, returned, called, answer));
    // The `match` ends before a fallback waits: else the future would keep room for the matched
    // value.
    quote! {
        #allow
        let #admitted = #gate: {
            let #rejected = match #ask {
                #runtime::__private::Ok(#admitted) => break #gate #admitted,
                #runtime::__private::Err(#rejected) => #rejected,
            };
            #answered
        };
    }
}

/// What follows a rejection.
fn answered(config: &Config, returned: &Returned, called: Called, answer: &Answer) -> TokenStream {
    let (rejected, without_timer) = (local("__rejected"), run::without_timer(config));
    let Answer { pattern, value, .. } = answer;
    let Some(cycle) = Cycle::of(config, returned, called, answer) else {
        return quote!(#without_timer let #pattern = #rejected.open(); return #value;);
    };
    let answering = local("__answering");
    let (begin, answered) = (cycle.begin(&rejected), cycle.answered(&answering));
    quote! {
        #without_timer
        let #answering = #begin;
        let #pattern = #rejected.open();
        #answered
    }
}

/// The fallback stands once, for rejections and failures alike, so that its mistakes are reported
/// once.
fn or_fallback(
    config: &Config,
    params: &Params,
    returned: &Returned,
    circuit: &TokenStream,
    answer: &Answer,
    cycle: Option<&Cycle<'_>>,
    run: &TokenStream,
) -> TokenStream {
    let (runtime, ask) = (&config.runtime, ask(config, returned, circuit, true));
    let (admitted, result) = (local("__admitted"), local("__returned"));
    let (rejected, unanswered) = (local("__rejected"), local("__unanswered"));
    let (clones, restored) = (clones(runtime, params, &admitted), kept::restored(params));
    let without_timer = run::without_timer(config);
    let answered = answered_any(config, answer, cycle, &unanswered);
    quote! {
        let #unanswered = match #ask {
            #runtime::__private::Ok(#admitted) => {
                #clones
                match #run {
                    #runtime::__private::Ok(#result) => return #result,
                    #runtime::__private::Err(#unanswered) => {
                        #restored
                        #unanswered
                    }
                }
            }
            #runtime::__private::Err(#rejected) => {
                #without_timer
                #runtime::__private::Unanswered::rejected(#rejected)
            }
        };
        #answered
    }
}

/// What follows a call that was rejected, or failed.
fn answered_any(
    config: &Config,
    answer: &Answer,
    cycle: Option<&Cycle<'_>>,
    unanswered: &Ident,
) -> TokenStream {
    let Answer { pattern, value, .. } = answer;
    let Some(cycle) = cycle else {
        let allow = answer.allowance();
        return quote!(let #pattern = #unanswered.cause(); #allow return #value;);
    };
    let (answering, key) = (local("__answering"), key(config));
    let (begin, answered) = (cycle.begin_any(unanswered, &key), cycle.answered(&answering));
    quote!(let (#answering, #pattern) = #begin; #answered)
}

/// The fingerprint of the key of a call that was made.
fn known(config: &Config) -> Option<TokenStream> {
    config.key.as_ref()?;
    let (circuit, key) = (local("__circuit"), key(config));
    Some(quote! {
        let #circuit = #circuit.known();
        let #key = #circuit.fingerprint();
    })
}

fn key(config: &Config) -> TokenStream {
    if config.key.is_none() { quote!(0) } else { local("__key").into_token_stream() }
}

/// Makes the clones. A guard gives the admission up if a `Clone` of the user's panics.
fn clones(runtime: &syn::Path, params: &Params, admitted: &Ident) -> TokenStream {
    let (clones, held) = (kept::clones(runtime, params), local("__held"));
    if clones.is_empty() {
        return clones;
    }
    quote!(let #held = #admitted.hold(); #clones #held.release();)
}

fn ask(
    config: &Config,
    returned: &Returned,
    circuit: &TokenStream,
    has_fallback: bool,
) -> TokenStream {
    let runtime = &config.runtime;
    let look = returned.look(runtime);
    // Arms look at the items.
    if let Some(items) = returned.items() {
        let answer = if items.boxed { returned.to_token_stream() } else { quote!(_) };
        let ask = if has_fallback {
            quote!(admit::<#returned, _>(#circuit, #look))
        } else {
            quote!(streams::admit_or_reject::<#returned, _, #answer>(#circuit, #look))
        };
        return quote!(#runtime::__private::#ask);
    }
    let ask = match (has_fallback, config.judges()) {
        (true, false) => quote!(admit::<#returned, _>(#circuit, #look)),
        (true, true) => quote!(admit_unjudged(#circuit, #look)),
        (false, false) => quote!(admit_or_reject::<#returned, _>(#circuit, #look)),
        (false, true) => quote!(admit_unjudged_or_reject::<#returned, _>(#circuit, #look)),
    };
    quote!(#runtime::__private::#ask)
}
