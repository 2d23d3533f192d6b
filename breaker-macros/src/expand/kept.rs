//! Arguments that are needed again when the call has failed: what the body may consume is cloned
//! before.
//!
//! ```text
//! let mut a = a;
//! ..  let __kept0 = Clone::clone(&a); <the body consumes a>; a = __kept0;
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;

use super::span::located_at;
use crate::item::params::{Keep, Param, Params};

pub(super) fn variables(params: &Params) -> TokenStream {
    let variable = |(param, _): (&Param, Ident)| {
        let (Param { cfg, name, .. }, allow) = (param, param.allow_underscore());
        quote!(#(#cfg)* #[allow(clippy::shadow_same)] #allow let mut #name = #name;)
    };
    cloned(params).map(variable).collect()
}

/// At the argument's span, so that an argument which can't be cloned is an error there.
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
