//! Methods without an argument that the key of the block is made of.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::Expr;

use super::method::Method;
use crate::args::Args;
use crate::args::key::Key;
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::tokens::mentions;
use crate::validate::function::key::{base, mentions_self, names};

pub(super) fn check(args: &Args, methods: &[&Method], errors: &mut Errors) {
    let Some(key) = args.get(Key::Per).map(|key| &key.value) else { return };
    // One under another name of ours may be left out.
    let methods = methods.iter().filter(|method| !method.has_alias);
    let functions: Vec<_> = methods.map(|method| &*method.function).collect();
    let used = used(key, &functions);
    for function in functions {
        if let Some(message) = lacking(key, &used, function) {
            errors.over(key, message);
        }
    }
}

/// Names in the key that are arguments of some method.
fn used(key: &Expr, functions: &[&Function]) -> BTreeSet<String> {
    let tokens = key.to_token_stream();
    let all = functions.iter().flat_map(|function| names(&function.sig));
    // Somebody's argument, for sure.
    let alone = base(key).map(Ident::to_string).filter(|name| name != "self");
    all.filter(|name| mentions(&tokens, name)).chain(alone).collect()
}

fn lacking(key: &Expr, used: &BTreeSet<String>, function: &Function) -> Option<String> {
    let method = &function.sig.ident;
    if function.sig.receiver().is_none() && mentions_self(key) {
        return Some(format!(
            "the function `{method}` has no `self`, which this key is made of: leave it out of \
             the block with `#[circuit_breaker(skip)]`",
        ));
    }
    let own = names(&function.sig);
    let missing = used.iter().find(|name| !own.contains(*name))?;
    // A constant or a `static` is no argument.
    missing.contains(char::is_lowercase).then(|| {
        format!(
            "the method `{method}` has no argument `{missing}`: give it one, or leave it out of \
             the block with `#[circuit_breaker(skip)]`",
        )
    })
}
