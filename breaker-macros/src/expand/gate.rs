//! Asking for a permit.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use super::circuit::{local, reference};
use super::fallback::Answer;
use super::returned::Returned;

/// Binds `__admitted`, or returns the answer to a rejected call.
pub(crate) fn gate(runtime: &Path, returned: &Returned, answer: Option<Answer>) -> TokenStream {
    let (admitted, rejected, breaker) = (local("__admitted"), local("__rejected"), reference());
    // Or the `return` in front of a fallback that leaves by itself would be reported.
    let allow = answer.as_ref().filter(|answer| answer.may_diverge);
    let allow = allow.map(|_| quote!(#[allow(clippy::diverging_sub_expression, unreachable_code)]));
    let (ask, pattern, answer) = match answer {
        Some(Answer { pattern, value, .. }) => (quote!(admit), pattern, value),
        None => (quote!(admit_or_reject), quote!(#rejected), quote!(#rejected)),
    };
    quote! {
        #allow
        let #admitted = match #runtime::__private::#ask::<#returned>(#breaker) {
            #runtime::__private::Ok(#admitted) => #admitted,
            #runtime::__private::Err(#pattern) => return #answer,
        };
    }
}
