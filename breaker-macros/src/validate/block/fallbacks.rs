//! Fallbacks that share the circuit of what they stand in for, and are rejected together with it.

use proc_macro2::Ident;

use super::method::Method;
use crate::config::FallbackKind;
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::block::{Block, name_of};
use crate::validate::function::fallback::itself;

pub(super) fn check(block: &Block, methods: &[&Method], errors: &mut Errors) {
    let implementor = name_of(&block.implementor);
    let fallbacks: Vec<_> = methods.iter().filter_map(|method| path_of_fallback(method)).collect();
    for method in methods {
        let Function { sig, .. } = &*method.function;
        let paths = [format!("Self::{}", sig.ident), format!("{implementor}::{}", sig.ident)];
        // One of its own is told of with the method.
        let is_inherited =
            method.config.fallback.as_ref().is_some_and(|inherited| inherited.is_inherited);
        let paths_to_itself = if is_inherited { &paths[..] } else { &paths[1..] };
        let is_of_another =
            |(name, path): &(&Ident, String)| **name != sig.ident && paths.contains(path);
        if fallbacks.iter().any(is_of_another) {
            let message = format!(
                "`{}` is a fallback, and would be rejected together with what it stands in for: \
                 leave it out of the block with `#[circuit_breaker(skip)]`",
                sig.ident,
            );
            errors.at(sig.ident.span(), message);
        } else if fallbacks
            .iter()
            .any(|(name, path)| **name == sig.ident && paths_to_itself.contains(path))
        {
            errors.at(sig.ident.span(), itself::ITS_OWN);
        }
    }
}

/// With the name of the method that it stands in for.
fn path_of_fallback(method: &Method) -> Option<(&Ident, String)> {
    match &method.config.fallback.as_ref()?.kind {
        FallbackKind::Path(path) => {
            Some((&method.function.sig.ident, path.to_string().replace(' ', "")))
        }
        FallbackKind::Closure(_) | FallbackKind::Expression(_) => None,
    }
}
