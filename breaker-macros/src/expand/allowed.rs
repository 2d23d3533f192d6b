//! Silences lints that would fire in the statement that runs the body, and not in the plain
//! function.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::fallback::Called;
use super::returned::Returned;
use crate::args::arms::arm::Arm;
use crate::item::params::Params;
use crate::item::tokens::any_word;

/// The attribute for that statement.
pub(crate) fn around_body(params: &Params, returned: &Returned, called: Called) -> TokenStream {
    let mut lints = Vec::new();
    if params.is_receiver_mutable() {
        // What its destructor reads is never read, if it is captured: `self` can't be bound anew,
        // as other arguments are.
        lints.push(quote!(unused_assignments));
    }
    match called {
        // About the closure's type, which the user can't choose in a trait's method, and hears of
        // elsewhere.
        Called::Plainly if returned.may_be_result() => {
            lints.push(quote!(clippy::result_large_err));
        }
        Called::Awaited if returned.may_be_future() => {
            lints.push(quote!(clippy::async_yields_async));
        }
        _ => {}
    }
    if lints.is_empty() { TokenStream::new() } else { quote!(#[allow(#(#lints),*)]) }
}

/// The attribute for a statement with a closure that answers a rejected call.
pub(crate) fn around_answer(returned: &Returned) -> TokenStream {
    if returned.may_be_result() {
        quote!(#[allow(clippy::result_large_err)])
    } else {
        TokenStream::new()
    }
}

/// The attribute for an arm: `_` stands for whatever is returned, also where that is `()`.
pub(crate) fn on_arm(arm: &Arm) -> Option<TokenStream> {
    let is_wild = any_word(&arm.to_token_stream(), &|word| word == "_");
    is_wild.then(|| quote!(#[allow(clippy::ignored_unit_patterns)]))
}
