//! The parameters, brought into a form that a body can become the owner of: plain names in the
//! signature, `mut` in the body; patterns stay in the signature where the names are all that is
//! left of the argument.
//!
//! ```text
//! fn f(mut a: A, State(mut b): B, (c, _): C, _: D)   written
//! fn f(a: A, State(b): B, c: C, _d: D)               signature
//! let mut a = a; let mut b = b; let (c, _) = c;      body
//! ```

pub(crate) mod binding;
pub(crate) mod locals;
mod uses;

use std::collections::HashSet;

pub(crate) use self::binding::Binding;
pub(crate) use self::uses::{Keep, Uses};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{
    Attribute, FnArg, Pat, PatIdent, PatType, Receiver, ReceiverKind, Signature, Token, Type,
};

use super::lints;
use super::pattern::{Bound, bound, make_immutable, name_of_whole};
use super::tokens::{any_word, mentions};
use super::types::ungrouped;

#[derive(Default)]
pub(crate) struct Params {
    pub(crate) receiver: Option<Receiver>,
    pub(crate) receiver_uses: Uses,
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
    pub(crate) uses: Uses,
    pub(crate) keep: Keep,
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
            uses: Uses::default(),
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

    /// Whether the body is not to become the owner.
    pub(crate) fn is_outside(&self) -> bool {
        self.keep == Keep::Outside
    }

    /// Whether `code` uses it, or a name that it binds.
    pub(crate) fn is_used_in(&self, code: &TokenStream) -> bool {
        let is_used = |word: &str| mentions(code, word);
        match &self.binding {
            Binding::Pattern(pattern) => any_word(&pattern.to_token_stream(), &is_used),
            _ => is_used(&self.name.to_string()),
        }
    }
}

fn is_reference(ty: &Type) -> bool {
    matches!(ungrouped(ty), Type::Reference(_))
}
