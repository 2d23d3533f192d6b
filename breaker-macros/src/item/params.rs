//! The parameters, brought into a form that a body can become the owner of: plain names in the
//! signature, `mut` in the body; patterns stay in the signature where the names are all that is
//! left of the argument.
//!
//! ```text
//! fn f(mut a: A, State(mut b): B, (c, _): C, _: D)   written
//! fn f(a: A, State(b): B, c: C, _d: D)               signature
//! let mut a = a; let mut b = b; let (c, _) = c;      body
//! ```

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, FnArg, Pat, PatIdent, PatType, Receiver, ReceiverKind, Signature, Token, Type,
};

use super::body::{any_word, mentions};
use super::lints;
use super::pattern::{Bound, borrows_mutably, bound, make_immutable, name_of_whole};

#[derive(Default)]
pub(crate) struct Params {
    pub(crate) receiver: Option<Receiver>,
    /// In the order of their declaration; each name for itself where a pattern stays in the
    /// signature.
    pub(crate) typed: Vec<Param>,
}

/// One parameter after `self`, or one name of its pattern.
pub(crate) struct Param {
    /// `#[cfg(..)]`: whatever mentions the parameter must carry it as well.
    pub(crate) cfg: Vec<Attribute>,
    /// `#[allow(unused_variables)]` and the like: what the user says of the names, for those that
    /// the body binds.
    pub(crate) lints: Vec<Attribute>,
    /// Its name in the signature.
    pub(crate) name: Ident,
    pub(crate) binding: Binding,
    /// Has no destructor, so that it does not matter where it is dropped.
    pub(crate) is_reference: bool,
    /// The fallback uses it, so that it is not unused though the body may not.
    pub(crate) is_forwarded: bool,
    /// The names in its pattern that are used in front of the body, so that they are not unused
    /// though the body may not.
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
        Self::normalize(&mut sig.clone(), &|_| false)
    }

    /// The parameters of a signature that stays as it is: what its patterns bind needs no `let`.
    pub(crate) fn in_place(sig: &Signature) -> Self {
        let mut params = Self::normalize(&mut sig.clone(), &|_| true);
        for param in &mut params.typed {
            param.binding = Binding::Name;
        }
        params
    }

    /// Leaves plain names in `sig`, and patterns that `may_stay`; other patterns and `mut` move to
    /// the parameters that are returned.
    pub(crate) fn normalize(sig: &mut Signature, may_stay: &dyn Fn(&Pat) -> bool) -> Self {
        let (mut params, mut taken) = (Self::default(), HashSet::new());
        for (index, input) in sig.inputs.iter_mut().enumerate() {
            match input {
                FnArg::Receiver(receiver) => params.receiver = Some(receiver.clone()),
                FnArg::Typed(typed) if is_taken_apart(typed) && may_stay(&typed.pat) => {
                    params.typed.extend(Param::staying(typed));
                }
                FnArg::Typed(typed) => {
                    params.typed.push(Param::normalize(typed, index, &mut taken));
                }
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

    /// `mut self`.
    pub(crate) fn is_receiver_mutable(&self) -> bool {
        self.receiver.as_ref().is_some_and(|receiver| receiver.mutability.is_some())
            && self.owned_receiver().is_some()
    }

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

/// Whether it is more than a name, of which something may be said for each of its names.
fn is_taken_apart(PatType { attrs, pat, .. }: &PatType) -> bool {
    !matches!(&**pat, Pat::Ident(PatIdent { by_ref: None, subpat: None, .. }))
        && !attrs.iter().any(lints::is_expectation)
}

impl Param {
    fn new(attrs: &[Attribute], name: Ident, binding: Binding, is_reference: bool) -> Self {
        Self {
            cfg: attrs.iter().filter_map(lints::cfg_of).collect(),
            lints: attrs.iter().filter_map(|attr| lints::of_binding(attr, &binding)).collect(),
            name,
            binding,
            is_reference,
            is_forwarded: false,
            used_before: Vec::new(),
            keep: Keep::No,
        }
    }

    /// The names of a pattern that stays in the signature.
    fn staying(typed: &mut PatType) -> Vec<Self> {
        let bound = bound(&typed.pat).into_iter();
        let params = bound.map(|Bound { name, mutability, by_ref, .. }| {
            let mutability = mutability.filter(|_| !by_ref);
            let binding = mutability.map_or(Binding::Name, Binding::Mut);
            Self::new(&typed.attrs, name, binding, by_ref)
        });
        let params = params.collect();
        make_immutable(&mut typed.pat);
        typed.attrs.retain_mut(lints::keep_in_signature);
        params
    }

    fn normalize(typed: &mut PatType, index: usize, taken: &mut HashSet<String>) -> Self {
        let is_reference = is_reference(&typed.ty);
        let (name, binding) = match &mut *typed.pat {
            Pat::Ident(PatIdent { ident, mutability, by_ref: None, subpat: None, .. }) => {
                (ident.clone(), mutability.take().map_or(Binding::Name, Binding::Mut))
            }
            pattern => {
                let mut name = name_of_whole(pattern, &typed.ty, index);
                if taken.contains(&name.to_string()) {
                    name = format_ident!("{name}{index}", span = name.span());
                }
                let binding = match &*pattern {
                    Pat::Wild(_) => Binding::Nothing,
                    taken_apart => Binding::Pattern(Box::new(taken_apart.clone())),
                };
                *pattern = Pat::Ident(PatIdent {
                    attrs: Vec::new(),
                    by_ref: None,
                    mutability: None,
                    ident: name.clone(),
                    subpat: None,
                });
                (name, binding)
            }
        };
        taken.insert(name.to_string());
        let param = Self::new(&typed.attrs, name, binding, is_reference);
        typed.attrs.retain_mut(lints::keep_in_signature);
        param
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
                let Self { cfg, name, .. } = self;
                let mutable = borrows_mutably(pattern).then(|| {
                    // A `ref mut` behind a reference needs no `mut`.
                    let allow = self.allow_underscore();
                    let allow = quote!(#[allow(unused_mut, clippy::shadow_same)] #allow);
                    quote!(#(#cfg)* #allow let mut #name = #name;)
                });
                let binding = self.bind(None, pattern);
                let used = self.used_before.iter().map(|name| {
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
        let used = self.is_forwarded.then(|| {
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

fn is_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        Type::Group(inner) => is_reference(&inner.elem),
        Type::Paren(inner) => is_reference(&inner.elem),
        _ => false,
    }
}
