//! The parameters, brought into a form that can be forwarded: plain names in the signature, patterns and `mut` in the body.
//!
//! ```text
//! fn f(mut a: A, (b, c): B, _: C)        written
//! fn f(a: A, __arg1: B, __arg2: C)       signature
//! let mut a = a; let (b, c) = __arg1;    body
//! ```

use std::mem::take;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, Pat, PatIdent, PatType, Receiver, ReceiverKind, Signature, Token, Type,
};

use super::body::{any_word, mentions};

#[derive(Default)]
pub(crate) struct Params {
    pub(crate) receiver: Option<Receiver>,
    /// In the order of their declaration.
    pub(crate) typed: Vec<Param>,
}

/// One parameter after `self`.
pub(crate) struct Param {
    /// `#[cfg(..)]`: whatever mentions the parameter must carry it as well.
    pub(crate) cfg: Vec<Attribute>,
    /// `#[allow(unused_variables)]` and the like, which belong to what the body binds.
    pub(crate) lints: Vec<Attribute>,
    /// Its name in the signature.
    pub(crate) name: Ident,
    pub(crate) binding: Binding,
    /// Has no destructor, so that it does not matter where it is dropped.
    pub(crate) is_reference: bool,
    /// The fallback uses it, so that it is not unused though the body may not.
    pub(crate) is_forwarded: bool,
    /// The names in its pattern that are used in front of the body, so that they are not unused though the body may not.
    pub(crate) used_before: Vec<Ident>,
    pub(crate) keep: Keep,
}

/// What a fallback on failure needs of an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Nothing: the body becomes the owner.
    #[default]
    No,
    /// The body consumes it, so a clone.
    Cloned,
    /// The body does not use it, and is not to become its owner.
    Outside,
}

/// What the body binds, as opposed to the signature.
pub(crate) enum Binding {
    /// The same name.
    Name,
    /// The same name, mutable.
    Mut(Token![mut]),
    /// The names in a pattern.
    Pattern(Box<Pat>),
    /// `_`: nothing.
    Nothing,
}

impl Params {
    /// The parameters of `sig`, which itself is left as it is.
    pub(crate) fn of(sig: &Signature) -> Self {
        Self::normalize(&mut sig.clone())
    }

    /// The parameters of a signature that stays as it is: what its patterns bind needs no `let`.
    pub(crate) fn in_place(sig: &Signature) -> Self {
        let mut params = Self::of(sig);
        for param in &mut params.typed {
            param.binding = Binding::Name;
        }
        params
    }

    /// Leaves plain names in `sig`; patterns and `mut` move to the parameters that are returned.
    pub(crate) fn normalize(sig: &mut Signature) -> Self {
        let mut params = Self::default();
        for (index, input) in sig.inputs.iter_mut().enumerate() {
            match input {
                FnArg::Receiver(receiver) => params.receiver = Some(receiver.clone()),
                FnArg::Typed(typed) => params.typed.push(Param::normalize(typed, index)),
            }
        }
        params
    }

    /// Whether `self` is owned, so that its destructor runs in the function.
    pub(crate) fn owned_receiver(&self) -> Option<&Token![self]> {
        let receiver = self.receiver.as_ref()?;
        let owned = match &receiver.kind {
            ReceiverKind::Value => true,
            ReceiverKind::Typed(_, ty) => !is_reference(ty),
            _ => false,
        };
        owned.then_some(&receiver.self_token)
    }

    /// What a call needs that forwards everything: variables for the parameters, all of them at `span`, and the arguments.
    pub(crate) fn forwarded(&self, span: Span) -> (TokenStream, TokenStream) {
        let this = self
            .receiver
            .iter()
            .map(|Receiver { self_token, .. }| (&[][..], TokenStream::new(), quote!(#self_token)));
        let typed = self.typed.iter().map(|param| {
            let Param { cfg, name, .. } = param;
            (&**cfg, allow_underscore(param.has_underscore()), quote!(#name))
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
    fn normalize(typed: &mut PatType, index: usize) -> Self {
        let cfg = cfg_of(&typed.attrs).cloned().collect();
        let (lints, others) = take(&mut typed.attrs).into_iter().partition(is_lint_about_use);
        typed.attrs = others;
        let is_reference = is_reference(&typed.ty);
        let (name, binding) = match &mut *typed.pat {
            Pat::Ident(PatIdent { ident, mutability, by_ref: None, subpat: None, .. }) => {
                let binding = mutability.take().map_or(Binding::Name, Binding::Mut);
                return Self {
                    cfg,
                    lints,
                    name: ident.clone(),
                    binding,
                    is_reference,
                    is_forwarded: false,
                    used_before: Vec::new(),
                    keep: Keep::No,
                };
            }
            Pat::Wild(_) => (positional(index, &typed.pat), Binding::Nothing),
            pattern => (positional(index, pattern), Binding::Pattern(Box::new(pattern.clone()))),
        };
        *typed.pat = Pat::Ident(PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: None,
            ident: name.clone(),
            subpat: None,
        });
        Self {
            cfg,
            lints,
            name,
            binding,
            is_reference,
            is_forwarded: false,
            used_before: Vec::new(),
            keep: Keep::No,
        }
    }

    /// Whether `code` uses it, or a name that it binds.
    pub(crate) fn is_used_in(&self, code: &TokenStream) -> bool {
        let is_used = |word: &str| mentions(code, word);
        match &self.binding {
            Binding::Pattern(pattern) => any_word(&pattern.to_token_stream(), &is_used),
            _ => is_used(&self.name.to_string()),
        }
    }

    /// Whether the body is not to become the owner.
    pub(crate) fn is_outside(&self) -> bool {
        self.keep == Keep::Outside
    }

    /// The `let` that gives the body its own names; nothing if the signature has them already.
    pub(crate) fn rebinding(&self) -> TokenStream {
        match &self.binding {
            Binding::Mut(token) => self.bind(Some(token), &self.name),
            Binding::Pattern(pattern) => {
                let (binding, cfg) = (self.bind(None, pattern), &self.cfg);
                let used = self.used_before.iter().map(|name| quote!(#(#cfg)* let _ = &#name;));
                quote!(#binding #(#used)*)
            }
            Binding::Name | Binding::Nothing => TokenStream::new(),
        }
    }

    /// The `let`s that make the body the owner, with its own names.
    pub(crate) fn local(&self) -> TokenStream {
        let owned = self.bind(None, &self.name);
        let rebinding = self.rebinding();
        let used = self.is_forwarded.then(|| {
            let Self { cfg, name, .. } = self;
            let allow = allow_underscore(self.has_underscore());
            quote!(#(#cfg)* #allow let _ = &#name;)
        });
        match &self.binding {
            Binding::Mut(_) => quote!(#rebinding #used),
            Binding::Name if self.is_reference && self.lints.is_empty() => rebinding,
            Binding::Pattern(_) | Binding::Nothing if self.is_reference => rebinding,
            Binding::Name => quote!(#owned #used),
            _ => quote!(#owned #rebinding),
        }
    }

    fn bind(&self, mutability: Option<&Token![mut]>, pattern: impl ToTokens) -> TokenStream {
        let Self { cfg, lints, name, .. } = self;
        let allow = allow_underscore(self.has_underscore());
        quote!(#(#cfg)* #(#lints)* #[allow(clippy::shadow_same)] #allow let #mutability #pattern = #name;)
    }

    /// `_name`, as the user wrote it.
    pub(crate) fn has_underscore(&self) -> bool {
        match self.binding {
            Binding::Name | Binding::Mut(_) => starts_with_underscore(&self.name),
            Binding::Pattern(_) | Binding::Nothing => false,
        }
    }
}

pub(crate) fn starts_with_underscore(name: &Ident) -> bool {
    name.to_string().starts_with('_')
}

/// For a generated statement that uses or binds a `_name` of the user, which is not meant to be used.
pub(crate) fn allow_underscore(is_there: bool) -> TokenStream {
    let allow =
        || quote!(#[allow(clippy::no_effect_underscore_binding, clippy::used_underscore_binding)]);
    is_there.then(allow).unwrap_or_default()
}

/// A name for a parameter that has none, where the pattern stands.
fn positional(index: usize, pattern: &Pat) -> Ident {
    format_ident!("__arg{index}", span = Span::mixed_site().located_at(pattern.span()))
}

fn is_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        Type::Group(inner) => is_reference(&inner.elem),
        Type::Paren(inner) => is_reference(&inner.elem),
        _ => false,
    }
}

/// `#[allow(unused_variables)]`, `#[expect(unused)]`.
fn is_lint_about_use(attr: &Attribute) -> bool {
    let levels = ["allow", "expect", "warn", "deny", "forbid"];
    let lints = attr.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
    levels.iter().any(|level| attr.path().is_ident(level)) && lints.contains("unused")
}

fn cfg_of(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr"))
}
