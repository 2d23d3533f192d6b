//! The statements that give the arguments to a body, or pass them on.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Receiver, Token};

use super::{Binding, Param, Params};
use crate::item::pattern::borrows_mutably;

impl Params {
    /// What a call needs that forwards everything: variables for the parameters, all of them at
    /// `span`, and the arguments.
    pub(crate) fn forwarded(&self, span: Span) -> (TokenStream, TokenStream) {
        let this = self
            .receiver
            .iter()
            .map(|Receiver { self_token, .. }| (&[][..], TokenStream::new(), quote!(#self_token)));
        let typed = self.typed.iter().map(|param| {
            let Param { cfg, name, .. } = param;
            (&**cfg, param.allow_underscore(), quote!(#name))
        });
        let (mut variables, mut arguments) = (TokenStream::new(), TokenStream::new());
        for (index, (cfg, allow, value)) in this.chain(typed).enumerate() {
            let variable = format_ident!("__forwarded{index}", span = span);
            variables.extend(quote!(#(#cfg)* #allow let #variable = #value;));
            arguments.extend(quote!(#(#cfg)* #variable,));
        }
        (variables, arguments)
    }
}

impl Param {
    /// The `let` that gives the body its own names; nothing if the signature has them already.
    pub(crate) fn rebinding(&self) -> TokenStream {
        match &self.binding {
            Binding::Mut(token) => self.bind(Some(token), &self.name),
            Binding::Pattern(pattern) => {
                let Self { cfg, name, .. } = self;
                let mutable = borrows_mutably(pattern).then(|| {
                    // A `ref mut` behind a reference needs no `mut`.
                    let allow = self.allow_underscore();
                    let allow = quote!(#[allow(unused_mut, clippy::shadow_same)] #allow);
                    quote!(#(#cfg)* #allow let mut #name = #name;)
                });
                let binding = self.bind(None, pattern);
                let used = self.uses.names_in_key.iter().map(|name| {
                    let allow = allow_underscore(starts_with_underscore(name));
                    quote!(#(#cfg)* #allow let _ = &#name;)
                });
                quote!(#mutable #binding #(#used)*)
            }
            Binding::Name | Binding::Nothing => TokenStream::new(),
        }
    }

    /// The `let`s that make the body the owner, with its own names.
    pub(crate) fn local(&self) -> TokenStream {
        let rebinding = self.rebinding();
        let used = self.uses.outside_of_body().then(|| {
            let Self { cfg, name, .. } = self;
            let allow = self.allow_underscore();
            quote!(#(#cfg)* #allow let _ = &#name;)
        });
        match &self.binding {
            Binding::Mut(_) => quote!(#rebinding #used),
            Binding::Name if self.is_reference && self.lints.is_empty() => rebinding,
            Binding::Pattern(pattern) if borrows_mutably(pattern) => rebinding,
            Binding::Pattern(_) | Binding::Nothing if self.is_reference => rebinding,
            Binding::Name => {
                let owned = self.bind(None, &self.name);
                quote!(#owned #used)
            }
            Binding::Pattern(_) | Binding::Nothing => {
                let Self { cfg, name, .. } = self;
                let allow = self.allow_underscore();
                quote!(#(#cfg)* #[allow(clippy::shadow_same)] #allow let #name = #name; #rebinding)
            }
        }
    }

    fn bind(&self, mutability: Option<&Token![mut]>, pattern: impl ToTokens) -> TokenStream {
        let Self { cfg, lints, name, .. } = self;
        let allow = self.allow_underscore();
        let shadow = if let Binding::Pattern(_) = self.binding {
            quote!(clippy::shadow_reuse)
        } else {
            quote!(clippy::shadow_same)
        };
        quote!(#(#cfg)* #(#lints)* #[allow(#shadow)] #allow let #mutability #pattern = #name;)
    }

    /// For a generated statement that uses or binds the name.
    pub(crate) fn allow_underscore(&self) -> TokenStream {
        allow_underscore(self.has_underscore())
    }

    /// `_name`, as the user wrote it.
    pub(crate) fn has_underscore(&self) -> bool {
        match self.binding {
            Binding::Nothing => false,
            // A pattern of one name: what is taken apart is called like the part.
            Binding::Name | Binding::Mut(_) | Binding::Pattern(_) => {
                starts_with_underscore(&self.name)
            }
        }
    }
}

pub(crate) fn starts_with_underscore(name: &Ident) -> bool {
    name.to_string().starts_with('_')
}

/// For a generated statement that uses or binds a `_name` of the user, which is not meant to be
/// used.
pub(crate) fn allow_underscore(is_there: bool) -> TokenStream {
    let allow =
        || quote!(#[allow(clippy::no_effect_underscore_binding, clippy::used_underscore_binding)]);
    is_there.then(allow).unwrap_or_default()
}
