//! Arguments must be dropped where the plain function drops them: after its locals, in reverse
//! order of declaration, and before the call is over for the circuit.
//!
//! A closure or an `async` block owns only what it mentions, and drops that after its locals, in
//! the order of the first mention. So its beginning can put the order right in two ways:
//!
//! * `let a = a;` makes the argument a local. That is free in a closure, but an `async` block keeps
//!   room for it twice;
//! * a mention of the arguments in reverse order is free in both, but to the compiler's lints they
//!   then count as used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Pat};

use super::scope;
use crate::config::Config;
use crate::item::Function;
use crate::item::builtin::may_be_macro;
use crate::item::params::locals::allow_underscore;
use crate::item::params::{Binding, Param, Params};
use crate::item::pattern::{takes_all, uses_all_fields};

/// The parameters of `function`, whose signature keeps the patterns that may stay there, and no
/// `mut`.
pub(super) fn take_params(function: &mut Function, config: &Config) -> Params {
    let may_stay = may_stay(&function.attrs, &function.body, config);
    let mut params = Params::normalize(&mut function.sig, &may_stay);
    config.note_uses(&mut params, &function.body);
    params
}

/// Which patterns stay in the signature, where documentation and the attributes below find them:
/// those of which nothing is left that would be dropped too late, unless the fallback needs the
/// whole. What other attributes read stays in any case.
fn may_stay<'a>(
    attrs: &[Attribute],
    body: &'a TokenStream,
    config: &Config,
) -> impl Fn(&Pat) -> bool + use<'a> {
    let needs_whole = config.fallback.as_ref().is_some_and(|fallback| fallback.code().is_none());
    let is_read = attrs.iter().any(may_be_macro);
    move |pattern| !needs_whole && (is_read || takes_all(pattern) && uses_all_fields(pattern, body))
}

/// What stands in front of a body so that it owns the arguments.
pub(crate) struct Ownership {
    mention: TokenStream,
    locals: TokenStream,
}

impl Ownership {
    pub(crate) fn of_closure(params: &Params) -> Self {
        let mention = mention(&[], params);
        let locals = inside(params).map(Param::local).collect();
        Self { mention, locals }
    }

    /// From the first argument on that has to be a local all are: locals are dropped before what is
    /// only mentioned.
    pub(crate) fn of_async_block(params: &Params) -> Self {
        let typed: Vec<_> = inside(params).collect();
        let first_local = typed.iter().position(|param| must_be_local(param));
        let (mentioned, locals) = typed.split_at(first_local.unwrap_or(typed.len()));
        let mention = mention(mentioned, params);
        let references = mentioned.iter().filter(|param| param.is_reference);
        let locals = references.chain(locals).map(|param| param.local()).collect();
        Self { mention, locals }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.mention.is_empty() && self.locals.is_empty()
    }

    /// The statements, and `body`, which is a block, as the last expression behind them.
    pub(crate) fn in_front_of(&self, body: &TokenStream) -> TokenStream {
        let Self { mention, locals } = self;
        if locals.is_empty() {
            return quote!(#mention #body);
        }
        let body = scope::last(body);
        quote!(#mention #locals #body)
    }
}

/// The parameters that belong to the body.
fn inside(params: &Params) -> impl Iterator<Item = &Param> {
    params.typed.iter().filter(|param| !param.is_outside())
}

/// An argument with a destructor that a mention does not serve: it is to be bound anew, or it would
/// count as used though the body does not use it.
fn must_be_local(param: &Param) -> bool {
    !param.is_reference
        && match &param.binding {
            Binding::Name => !param.has_underscore() && !param.uses.anywhere(),
            Binding::Nothing => false,
            Binding::Mut(_) | Binding::Pattern(_) => true,
        }
}

/// One statement that mentions everything with a destructor: the last argument first, an owned
/// `self` last.
fn mention(params: &[&Param], all: &Params) -> TokenStream {
    let owned = || params.iter().rev().filter(|param| !param.is_reference);
    let allow = allow_underscore(owned().any(|param| param.has_underscore()));
    let owned = owned().map(|Param { cfg, name, .. }| quote!(#(#cfg)* &#name));
    let receiver = all.owned_receiver().filter(|_| all.receiver_uses.by_body);
    let receiver = receiver.map(|this| quote!(&#this));
    let mentioned: Vec<_> = owned.chain(receiver).collect();
    if mentioned.is_empty() {
        return TokenStream::new();
    }
    quote!(#allow let _ = (#(#mentioned,)*);)
}
