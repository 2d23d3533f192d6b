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

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

use super::allowed;
use super::circuit::local;
use super::returned::Returned;
use super::span::with_uncounted_names;
use crate::args::arms::arm::Arm;
use crate::config::{Arms, Config};
use crate::item::refutable::{of_constants_only, perhaps_constants};

/// The closure; none if the return value has an account of its own.
///
/// What the arms look at stands at the return type: of an arm that does not fit, the compiler shows
/// there which type it looks at, and so which method of a block has it. In braces, for it shows
/// nothing that a macro has made.
pub(crate) fn judge(config: &Config, returned_type: &Returned) -> Option<TokenStream> {
    let (runtime, arms) = (&config.runtime, config.arms.as_ref()?);
    let Arms { ignore, failure, success, .. } = arms;
    let (constants, only_constants) = constants(config);
    let all = |arms: &[Arm], verdict: &str| -> TokenStream {
        let verdict = Ident::new(verdict, Span::call_site());
        let arm = |arm: &Arm| {
            let (allowed, guard) = (allowed::on_arm(arm), arm.guard());
            let pattern = with_uncounted_names(arm.pattern());
            quote!(#allowed #pattern #guard => #runtime::__private::Verdict::#verdict,)
        };
        arms.iter().map(arm).collect()
    };
    let ignore = all(ignore, "Ignored");
    let failure = all(failure, "Failure");
    let success = all(success, "Success");
    let (returned, unmatched) = (local("__returned"), unmatched(config));
    let mut looked_at = Group::new(Delimiter::Brace, quote!(#returned));
    looked_at.set_span(returned_type.span());
    let verdict = quote! {
        match #looked_at {
            #ignore
            #failure
            #success
            #only_constants
            #unmatched
        }
    };
    Some(if constants.is_empty() {
        quote!(|#returned| #verdict)
    } else {
        quote!(|#returned| { #constants #verdict })
    })
}

/// Makes a name in capitals an error where it is no constant, but a new variable that matches
/// everything: a use of each `TIMEOUT`, which the compiler then calls missing, and a last arm for
/// each `Gone`.
///
/// A unit variant such as `Gone` may be generic, so that a use of it alone has no type.
fn constants(config: &Config) -> (TokenStream, TokenStream) {
    let (mut uses, mut only) = (TokenStream::new(), TokenStream::new());
    let Some(Arms { ignore, failure, success, .. }) = &config.arms else { return (uses, only) };
    let runtime = &config.runtime;
    for arm in ignore.iter().chain(failure).chain(success) {
        let names = perhaps_constants(arm.pattern()).into_iter();
        let names: Vec<_> = names.filter(|name| !arm.guard_mentions(name)).collect();
        let in_capitals = |name: &&Ident| !name.to_string().contains(char::is_lowercase);
        let (constants, others): (Vec<_>, Vec<_>) = names.iter().partition(in_capitals);
        uses.extend(quote!(#(let _ = &#constants;)*));
        if !others.is_empty() {
            let pattern = of_constants_only(arm.pattern());
            only.extend(quote! {
                #[allow(unreachable_patterns, unused_variables, clippy::all, clippy::pedantic)]
                #pattern if false => #runtime::__private::Verdict::Ignored,
            });
        }
    }
    if !uses.is_empty() {
        uses = quote!(if false { #uses });
    }
    (uses, only)
}

/// Types that are no `Outcome` count as the opposite of what the arms name.
///
/// The lint would speak of this arm, if those of the user match everything.
fn unmatched(config: &Config) -> TokenStream {
    let (runtime, other) = (&config.runtime, local("__other"));
    let method = Ident::new(
        match &config.arms {
            Some(arms) if arms.failure.is_empty() && !arms.success.is_empty() => {
                "verdict_of_unmatched_or_failure"
            }
            _ => "verdict_of_unmatched",
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
