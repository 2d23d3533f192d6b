//! Fallbacks that may come round to a function whose call they answer (rule S21).
//!
//! ```text
//! let __answering = match answering(__rejected, <site>, <way out>) {
//!     Ok(answering) => answering,
//!     Err(rejected) => return rejected,
//! };
//! let __entered = __answering.enter();                           if the fallback does not wait
//! return <fallback>;
//! return __answering.during(async move { <fallback> }).await;    if it does
//! return __answering.during({ <entered>; <fallback> }).await;    if it is a future
//! ```

mod calls;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use self::calls::may_call;
use super::circuit::local;
use super::fallback::{Answer, Called};
use super::returned::Returned;
use super::site;
use super::span::{Ends, located_at};
use crate::config::{Config, FallbackOn};
use crate::item::tokens::any_word;

/// What answers calls and may itself call functions with a circuit.
pub(crate) struct Cycle<'a> {
    config: &'a Config,
    returned: &'a Returned,
    called: Called,
    answer: &'a Answer,
}

impl<'a> Cycle<'a> {
    /// Nothing if the fallback calls nobody.
    pub(crate) fn of(
        config: &'a Config,
        returned: &'a Returned,
        called: Called,
        answer: &'a Answer,
    ) -> Option<Self> {
        let fallback = config.fallback.as_ref()?;
        may_call(&fallback.kind).then_some(Self { config, returned, called, answer })
    }

    /// An expression of what is known of the answer to a rejection while it is sought; returns
    /// where the circle is closed.
    pub(crate) fn begin(&self, rejected: &Ident) -> TokenStream {
        let (runtime, returned) = (&self.config.runtime, self.returned);
        let (site, way) = (self.site(), returned.way_out(runtime));
        let answering = quote! {
            #runtime::__private::answering::<#returned, _>(#rejected, #site, #way)
        };
        self.or_return(&answering)
    }

    /// Begins to answer a call by this key, rejected or made; also returns the cause.
    pub(crate) fn begin_any(&self, unanswered: &Ident, key: &TokenStream) -> TokenStream {
        let (runtime, returned) = (&self.config.runtime, self.returned);
        let (site, way) = (self.site(), returned.way_out(runtime));
        let late = returned.way_out_of_time_out(self.config);
        let which = match self.config.fallback_on() {
            FallbackOn::Open | FallbackOn::Failure(_) => quote!(answering_any),
            FallbackOn::Timeout(_) => quote!(answering_late),
        };
        let answering = quote! {
            #runtime::__private::#which::<#returned, _, _>(#unanswered, #key, #site, #way, #late)
        };
        self.or_return(&answering)
    }

    fn site(&self) -> TokenStream {
        self.config.fallback.as_ref().map(|fallback| site::met(&fallback.kind)).into_token_stream()
    }

    fn or_return(&self, answering: &TokenStream) -> TokenStream {
        let runtime = &self.config.runtime;
        let (begun, returned) = (local("__answering"), local("__returned"));
        quote! {
            match #answering {
                #runtime::__private::Ok(#begun) => #begun,
                #runtime::__private::Err(#returned) => return #returned,
            }
        }
    }

    /// Returns the answer, while `answering` says whose rejection is answered.
    pub(crate) fn answered(&self, answering: &Ident) -> TokenStream {
        let (value, allow) = (&self.answer.value, self.answer.allowance());
        if let Some(future) = &self.answer.future {
            let answering = located_at(quote!(#answering), Ends::of(future).first);
            // At the fallback's span, because it may be no future.
            let place = Ends::of(future).first;
            let entered = Ident::new("__entered", place);
            // A plain function that returns a future may do its work before that is polled.
            let asked = quote_spanned!(place=> { let #entered = #answering.enter(); #future });
            let during = quote_spanned!(place=> #answering.during(#asked).await);
            return quote!(return #during;);
        }
        if self.called == Called::Awaited && may_wait(value) {
            let expectation = self.returned.expectation(&self.config.runtime);
            let future = quote!(async move { #expectation #value });
            return quote!(#allow return #answering.during(#future).await;);
        }
        let entered = local("__entered");
        quote!(let #entered = #answering.enter(); #allow return #value;)
    }

    /// The answer as the value of a closure, while `answering` says whose rejection is answered.
    pub(crate) fn value(&self, answering: &Ident) -> TokenStream {
        let (value, entered) = (&self.answer.value, local("__entered"));
        quote!(let #entered = #answering.enter(); #value)
    }
}

/// In a macro there may be an `.await` as well.
fn may_wait(value: &TokenStream) -> bool {
    any_word(value, &|word| word == "await") || value.to_string().contains('!')
}
