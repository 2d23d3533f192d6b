//! Arguments that are needed again when the call has failed: what the body may consume is cloned before.
//!
//! ```text
//! let mut a = a;
//! ..  let __kept0 = Clone::clone(&a); <the body consumes a>; a = __kept0;
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;

use super::span::located_at;
use crate::config::Config;
use crate::item::params::{Binding, Keep, Param, Params};

/// Marks what is to be kept for a fallback on failure.
pub(crate) fn mark(config: &Config, params: &mut Params, body: &TokenStream) {
    let Some(fallback) =
        config.fallback.as_ref().filter(|_| config.fallback_on().made_calls().is_some())
    else {
        return;
    };
    let code = fallback.code();
    for param in params.typed.iter_mut().filter(|param| !param.is_reference) {
        let is_needed = code.as_ref().is_none_or(|code| param.is_used_in(code));
        // A pattern in the signature takes it apart in the body, whether that uses the parts or not.
        let is_consumed = matches!(param.binding, Binding::Pattern(_)) || param.is_used_in(body);
        param.keep = match (is_needed, is_consumed) {
            (false, _) => Keep::No,
            (true, true) => Keep::Cloned,
            (true, false) => Keep::Outside,
        };
    }
}

pub(super) fn variables(params: &Params) -> TokenStream {
    let variable = |(param, _): (&Param, Ident)| {
        let (Param { cfg, name, .. }, allow) = (param, param.allow_underscore());
        quote!(#(#cfg)* #[allow(clippy::shadow_same)] #allow let mut #name = #name;)
    };
    cloned(params).map(variable).collect()
}

/// All of it at the argument, so that one which can't be cloned is an error there.
pub(super) fn clones(runtime: &Path, params: &Params) -> TokenStream {
    let clone = |(Param { cfg, name, .. }, kept): (&Param, Ident)| {
        let call = located_at(quote!(#runtime::__private::Clone::clone), name.span());
        let argument = quote_spanned!(Span::mixed_site().located_at(name.span())=> (&#name));
        quote!(#(#cfg)* let #kept = #call #argument;)
    };
    cloned(params).map(clone).collect()
}

pub(super) fn restored(params: &Params) -> TokenStream {
    let restore =
        |(Param { cfg, name, .. }, kept): (&Param, Ident)| quote!(#(#cfg)* { #name = #kept; });
    cloned(params).map(restore).collect()
}

/// The arguments with the names of their clones.
fn cloned(params: &Params) -> impl Iterator<Item = (&Param, Ident)> {
    let cloned = params.typed.iter().filter(|param| matches!(param.keep, Keep::Cloned));
    cloned
        .enumerate()
        .map(|(index, param)| (param, format_ident!("__kept{index}", span = Span::mixed_site())))
}
