//! What judges what a call returned, if the user says: a function, or arms, of which this makes a
//! closure:
//!
//! ```text
//! |__returned| match __returned {
//!     <open> => <the time as a verdict>,
//!     <ignore> => Verdict::Ignored,
//!     <failure> => Verdict::Failure,
//!     <success> => Verdict::Success,
//!     __other => <its own account, if it has one>
//! }
//! ```

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, ExprPath, Lit, Path};

use super::circuit::local;
use super::returned::Returned;
use super::span::{Ends, call, with_uncounted_names};
use super::{allowed, constant};
use crate::args::arms::arm::Arm;
use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::config::{Arms, Config};
use crate::item::refutable::{of_constants_only, perhaps_constants};
use crate::literals::duration;

/// The judge; none if the return value has an account of its own.
///
/// What the arms look at stands at the return type: of an arm that does not fit, the compiler shows
/// there which type it looks at, and so which method of a block has it. In braces, for it shows
/// nothing that a macro has made.
pub(crate) fn judge(config: &Config, returned_type: &Returned) -> Option<TokenStream> {
    if let Some(judge) = &config.judge {
        return Some(shared(&config.runtime, judge, returned_type));
    }
    let arms = config.arms.as_ref()?;
    let (constants, only_constants) = constants(config, arms);
    let all: TokenStream = arms
        .by_key()
        .into_iter()
        .flat_map(|(key, arms)| arms.iter().map(move |arm| branch(&config.runtime, key, arm)))
        .collect();
    let (returned, unmatched) = (local("__returned"), unmatched(config));
    let mut looked_at = Group::new(Delimiter::Brace, quote!(#returned));
    looked_at.set_span(returned_type.span());
    let verdict = quote! {
        match #looked_at {
            #all
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

/// A function of the user as a judge, which stands where its path does: so do its mistakes.
fn shared(runtime: &Path, path: &ExprPath, returned: &Returned) -> TokenStream {
    let ends = Ends::of(path);
    let judge = Ident::new("judge", ends.first);
    let types = quote_spanned!(ends.last=> ::<#returned, _>);
    call(quote!(#runtime::__private::#judge #types), quote!(#path), ends)
}

/// An arm, and what it means.
fn branch(runtime: &Path, key: Key, arm: &Arm) -> TokenStream {
    let verdict = match key {
        Key::Open => told(runtime, arm.time()),
        Key::Ignore => quote!(Verdict::Ignored),
        Key::Success => quote!(Verdict::Success),
        _ => quote!(Verdict::Failure),
    };
    let (allowed, guard) = (allowed::on_arm(arm), arm.guard());
    let pattern = with_uncounted_names(arm.pattern());
    quote!(#allowed #pattern #guard => #runtime::__private::#verdict,)
}

/// The verdict of a callee that asks to wait for so long.
fn told(runtime: &Path, time: Option<&Expr>) -> TokenStream {
    let Some(time) = time else { return quote!(Verdict::Open) };
    let literal = match ValueKind::of(time) {
        ValueKind::Literal(Lit::Str(text)) => duration::parse(&text.value()).ok(),
        _ => None,
    };
    let time = match literal {
        Some(time) => constant::duration(runtime, time),
        None => with_uncounted_names(time),
    };
    quote!(told(#time))
}

/// Makes a name in capitals an error where it is no constant, but a new variable that matches
/// everything: a use of each `TIMEOUT`, which the compiler then calls missing, and a last arm for
/// each `Gone`.
///
/// A unit variant such as `Gone` may be generic, so that a use of it alone has no type.
fn constants(config: &Config, arms: &Arms) -> (TokenStream, TokenStream) {
    let (mut uses, mut only) = (TokenStream::new(), TokenStream::new());
    let runtime = &config.runtime;
    for arm in arms.all() {
        let names = perhaps_constants(arm.pattern()).into_iter();
        let names: Vec<_> = names.filter(|name| !arm.uses(name)).collect();
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
