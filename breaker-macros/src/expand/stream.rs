//! Functions that return a stream, and nothing around it: admitted when it is first polled.
//!
//! ```text
//! fn f(a: A) -> BoxStream<'_, R> {
//!     return Box::pin(guarded_or_reject(<circuit>, call(move || { body }), <items>));
//! }
//! ```
//!
//! Where there is a fallback, the body waits for the first poll as well: both need the arguments.

use proc_macro2::TokenStream;
use quote::quote;

use super::circuit::{self, local};
use super::fallback::{Called, answer};
use super::key::Asked;
use super::locals::Locals;
use super::ownership::{Ownership, take_params};
use super::returned::Returned;
use super::{allowed, run};
use crate::config::Config;
use crate::item::Function;
use crate::item::stream::Stream;

pub(crate) fn expand(mut function: Function, config: &Config, stream: &Stream) -> TokenStream {
    let runtime = &config.runtime;
    let params = take_params(&mut function, config);
    let returned = Returned::by(&function.sig);
    let item = Returned::erased(&stream.item, &function.sig.generics);
    let statements = Ownership::of_closure(&params).in_front_of(&function.block(&function.body));
    let body = function.in_braces(statements);
    let moved = run::moved(config, &function, quote!(move));
    let made = quote!(#runtime::__private::call(#moved || -> #returned #body));
    let items = run::judge_of_items(config, &item);
    let Asked { statement, circuit } = Asked::by(config, Some(&params));
    let answer = answer(config, &params, &returned, Called::Plainly);
    let guarded = match answer {
        None => quote!(guarded_or_reject(#circuit, #made, #items)),
        Some(answer) => {
            let rejected = local("__rejected");
            let (pattern, value) = (&answer.pattern, &answer.value);
            quote! {
                guarded(
                    #circuit,
                    move |#rejected: #runtime::__private::Option<#runtime::__private::Rejected>| {
                        match #rejected {
                            #runtime::__private::None => {
                                #runtime::__private::streams::Either::Made(#made)
                            }
                            #runtime::__private::Some(#rejected) => {
                                let #pattern = #rejected.open();
                                #runtime::__private::streams::Either::Instead(#value)
                            }
                        }
                    },
                    #items,
                )
            }
        }
    };
    let guarded = quote!(#runtime::__private::streams::#guarded);
    let guarded =
        if stream.boxed { quote!(#runtime::__private::Box::pin(#guarded)) } else { guarded };
    let declared = circuit::items(config, &Locals::of(&function.sig, &params));
    let allowed = allowed::around_answer(&returned);
    let statements = quote!(#declared #statement #allowed return #guarded;);
    function.with_body(function.in_braces(statements))
}
