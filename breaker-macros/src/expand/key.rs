//! The circuit that is asked for admission: the only one, or that of a key.
//!
//! ```text
//! let __circuit = { <the names in patterns> keyed(<circuit>, &key) };
//! ```
//!
//! In a statement of its own, so that temporaries of the key's expression are gone before the call,
//! and before anything is awaited.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::{VisitMut, visit_pat_ident_mut};
use syn::{Expr, PatIdent};

use super::circuit::{expression, local};
use super::scope::in_front_of;
use super::span::{Ends, call};
use crate::config::Config;
use crate::item::params::{Binding, Param, Params};

pub(crate) struct Asked {
    /// What has to come first.
    pub(crate) statement: TokenStream,
    pub(crate) circuit: TokenStream,
}

impl Asked {
    /// `params` are those whose patterns have left the signature.
    pub(crate) fn by(config: &Config, params: Option<&Params>) -> Self {
        let (runtime, circuits) = (&config.runtime, expression(config));
        let Some(key) = &config.key else {
            return Self { statement: TokenStream::new(), circuit: circuits };
        };
        let circuit = local("__circuit");
        let names: TokenStream =
            params.iter().flat_map(|params| &params.typed).map(names).collect();
        let (ends, key) = (Ends::of(key), borrowed(key));
        let keyed = Ident::new("keyed", ends.first);
        let keyed = call(quote!(#runtime::__private::#keyed), quote!(#circuits, #key), ends);
        let keyed = if names.is_empty() { keyed } else { in_front_of(&names, &keyed) };
        // The user wrote neither the `&` nor the parentheses.
        let allow = quote! {
            #[allow(
                unused_parens,
                clippy::borrow_deref_ref,
                clippy::needless_borrow,
                clippy::needless_borrows_for_generic_args
            )]
        };
        let statement = quote!(#allow let #circuit = #keyed;);
        Self { statement, circuit: circuit.into_token_stream() }
    }
}

/// `&(key)` where the key stands: of the user's own tokens, so that what is wrong with its type is
/// wrong there and not with all of the attribute.
fn borrowed(key: &Expr) -> TokenStream {
    let Ends { first, last } = Ends::of(key);
    let mut borrow = Punct::new('&', Spacing::Alone);
    borrow.set_span(first);
    let key = if matches!(key, Expr::Path(_) | Expr::Field(_) | Expr::Macro(_)) {
        key.to_token_stream()
    } else {
        let mut parentheses = Group::new(Delimiter::Parenthesis, key.to_token_stream());
        parentheses.set_span(last);
        parentheses.into_token_stream()
    };
    quote!(#borrow #key)
}

/// What a pattern binds, by reference: the body will take the argument apart for itself.
fn names(Param { cfg, name, binding, uses, .. }: &Param) -> TokenStream {
    let Binding::Pattern(pattern) = binding else { return TokenStream::new() };
    if uses.names_in_key.is_empty() {
        return TokenStream::new();
    }
    let mut pattern = pattern.clone();
    Plain.visit_pat_mut(&mut pattern);
    let shadow = quote!(clippy::shadow_reuse, clippy::shadow_same, clippy::shadow_unrelated);
    let allow = quote!(#[allow(unused_variables, clippy::pattern_type_mismatch, #shadow)]);
    quote!(#(#cfg)* #allow let #pattern = &#name;)
}

/// Takes `ref` and `mut` away, which mean nothing behind a reference.
struct Plain;

impl VisitMut for Plain {
    fn visit_pat_ident_mut(&mut self, pattern: &mut PatIdent) {
        (pattern.by_ref, pattern.mutability) = (None, None);
        visit_pat_ident_mut(self, pattern);
    }
}
