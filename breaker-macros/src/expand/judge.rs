//! The closure that judges what a call returned, if the user gave arms:
//!
//! ```text
//! |__returned| match __returned {
//!     <ignore> => Verdict::Ignored,
//!     <failure> => Verdict::Failure,
//!     <success> => Verdict::Success,
//!     __other => <its own account, if it has one>
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::circuit::local;
use crate::config::{Arms, Config};

/// Nothing if the return value speaks for itself.
pub(crate) fn judge(config: &Config) -> Option<TokenStream> {
    let (runtime, Arms { ignore, failure, success }) = (&config.runtime, config.arms.as_ref()?);
    let ignore = ignore.iter().map(|arm| quote!(#arm => #runtime::__private::Verdict::Ignored,));
    let failure = failure.iter().map(|arm| quote!(#arm => #runtime::__private::Verdict::Failure,));
    let success = success.iter().map(|arm| quote!(#arm => #runtime::__private::Verdict::Success,));
    let (returned, unmatched) = (local("__returned"), unmatched(config));
    Some(quote! {
        |#returned| match #returned {
            #(#ignore)*
            #(#failure)*
            #(#success)*
            #unmatched
        }
    })
}

/// Types that are no `Outcome` count as the opposite of what the arms name.
///
/// The lint would speak of this arm, if those of the user match everything.
fn unmatched(config: &Config) -> TokenStream {
    let (runtime, other) = (&config.runtime, local("__other"));
    let method = Ident::new(
        match &config.arms {
            Some(arms) if arms.failure.is_empty() && !arms.success.is_empty() => {
                "verdict_or_failure"
            }
            _ => "verdict",
        },
        other.span(),
    );
    quote! {
        #[allow(unreachable_patterns)]
        #other => {
            #[allow(unused_imports)]
            use #runtime::__private::{ByArms as _, ByOwnAccount as _};
            (&#runtime::__private::Unmatched(#other)).#method()
        }
    }
}
