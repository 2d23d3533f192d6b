//! The arguments that a key is made of.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Signature};

use crate::args::Args;
use crate::args::key::Key;
use crate::diagnostics::Errors;
use crate::item::params::{Binding, Params};
use crate::item::tokens::{any_word, words};

/// A function without a receiver has no `self` to make a key of.
pub(super) fn check(sig: &Signature, args: &Args, errors: &mut Errors) {
    let Some(key) = args.get(Key::Per).filter(|key| mentions_self(&key.value)) else { return };
    if sig.receiver().is_none() {
        let message = "the function has no `self`: write an expression over its arguments, as in \
                       `key = host`";
        errors.over(&key.value, message);
    }
}

/// `self.host`, and not the module `self::host`.
pub(crate) fn mentions_self(key: &Expr) -> bool {
    let tokens = key.to_token_stream();
    any_word(&tokens, &|word| word == "self") && !shows_module(&tokens.to_string())
}

fn shows_module(text: &str) -> bool {
    text.replace(' ', "").contains("self::")
}

/// `host` of `&host.name()`, which the rest is asked of.
pub(crate) fn base(key: &Expr) -> Option<&Ident> {
    match key {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(inner) => base(&inner.expr),
        Expr::Paren(inner) => base(&inner.expr),
        Expr::Group(inner) => base(&inner.expr),
        Expr::Field(field) => base(&field.base),
        Expr::MethodCall(call) => base(&call.receiver),
        _ => None,
    }
}

/// The names that code in the attribute can use for the arguments, those in patterns included:
/// every word of these, for they are not looked into.
pub(crate) fn names(sig: &Signature) -> BTreeSet<String> {
    let names = Params::of(sig).typed.into_iter().flat_map(|param| match param.binding {
        Binding::Pattern(pattern) => words(&pattern.to_token_stream()),
        _ => vec![param.name.to_string()],
    });
    names.collect()
}
