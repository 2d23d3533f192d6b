//! What the registry knows of a function beside its circuit: its path, where that is not the
//! circuit's name, and who answers its rejected calls.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Block, Expr, ExprCall, Path, Stmt};

use super::circuit::reference;
use super::locals::Locals;
use crate::config::{Circuit, Config, Fallback, FallbackKind, FallbackOn};

/// The item that declares the site; nothing where the circuit says it all.
pub(crate) fn declare(config: &Config, locals: &Locals) -> TokenStream {
    if !lists(config) {
        return TokenStream::new();
    }
    let (runtime, circuit) = (&config.runtime, reference(config));
    let fallback = written(runtime, config.fallback.as_ref(), locals);
    let is_for_failures = matches!(config.fallback_on(), FallbackOn::Failure(_));
    let more = is_for_failures.then(|| quote!(, for_failures));
    quote!(#runtime::__site! { #circuit, #fallback #more })
}

/// Whether there is one, which lists the circuit as well.
pub(crate) fn lists(config: &Config) -> bool {
    let is_called_as_its_circuit = match &config.circuit {
        Circuit::Own(own) => own.name.is_none(),
        Circuit::Shared(_) | Circuit::OfBlock(_) => false,
    };
    config.fallback.is_some() || !is_called_as_its_circuit
}

/// The site of a call that goes to its fallback.
pub(crate) fn met(called: &FallbackKind) -> TokenStream {
    match called {
        FallbackKind::Path(_) => quote!(&__SITE),
        FallbackKind::Closure(_) | FallbackKind::Expression(_) => quote!(__SITE.met()),
    }
}

fn written(runtime: &Path, fallback: Option<&Fallback>, locals: &Locals) -> TokenStream {
    let Some(fallback) = fallback else { return quote!(#runtime::__private::None) };
    let (kind, text) = match &fallback.kind {
        FallbackKind::Path(path) => by_path(spelled(path.clone()), locals),
        FallbackKind::Closure(closure) => called_by(&closure.body, "a closure", locals),
        FallbackKind::Expression(value) => called_by(value, "an expression", locals),
    };
    quote!(#runtime::__private::Some(#runtime::__private::Written::#kind(#text)))
}

fn called_by(value: &Expr, otherwise: &str, locals: &Locals) -> (TokenStream, String) {
    match callee(value) {
        Some(path) => by_path(path, locals),
        None => (quote!(Other), otherwise.to_owned()),
    }
}

fn by_path(path: String, locals: &Locals) -> (TokenStream, String) {
    if locals.hide(&path) { (quote!(Local), path) } else { (quote!(Function), path) }
}

/// The function that is called, if an expression is no more than that.
fn callee(value: &Expr) -> Option<String> {
    match value {
        Expr::Await(future) => callee(&future.base),
        Expr::Block(inner) => callee(only(&inner.block)?),
        Expr::Call(call) => called(call),
        Expr::Group(inner) => callee(&inner.expr),
        Expr::MethodCall(call) => {
            let is_own = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
            is_own.then(|| format!("self.{}", call.method))
        }
        Expr::Paren(inner) => callee(&inner.expr),
        Expr::Return(inner) => callee(inner.expr.as_deref()?),
        _ => None,
    }
}

fn only(block: &Block) -> Option<&Expr> {
    match &*block.stmts {
        [Stmt::Expr(value, _)] => Some(value),
        _ => None,
    }
}

/// `f(..)`, and not `Ok(..)`.
fn called(call: &ExprCall) -> Option<String> {
    let Expr::Path(path) = &*call.func else { return None };
    let text = spelled(path.to_token_stream());
    if text.ends_with("Box::pin") {
        return callee(call.args.first()?);
    }
    let name = path.path.segments.last()?.ident.to_string();
    (!name.starts_with(char::is_uppercase)).then_some(text)
}

/// As one would write it: `rates::<u32>`, `<Self as Cache>::cached`.
fn spelled(tokens: TokenStream) -> String {
    let mut text = String::new();
    for token in tokens {
        let token = match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                spelled(group.stream())
            }
            token => token.to_string(),
        };
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        if text.ends_with(is_word) && token.starts_with(is_word) {
            text.push(' ');
        }
        text += &token;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{callee, spelled};

    #[test]
    fn a_function_that_is_called_and_nothing_else_is_named() -> syn::Result<()> {
        for (value, expected) in [
            ("cached(id)", Some("cached")),
            ("cache::rates::<u32>(id).await", Some("cache::rates::<u32>")),
            ("{ <Self as Cache>::get(self) }", Some("<Self as Cache>::get")),
            ("self.cached(id)", Some("self.cached")),
            ("Box::pin(later(id))", Some("later")),
            ("return cached(id)", Some("cached")),
            ("Ok(cached(id))", None),
            ("cached(id).or_else(queue)", None),
            ("{ log(); cached(id) }", None),
            ("Vec::new()", Some("Vec::new")),
        ] {
            assert_eq!(callee(&syn::parse_str(value)?).as_deref(), expected, "{value}");
        }
        Ok(())
    }

    #[test]
    fn paths_are_spelled_as_one_would_write_them() -> Result<(), proc_macro2::LexError> {
        for path in ["cached", "self::cache::rates::<u32>", "<Self as Cache<u32>>::cached"] {
            assert_eq!(spelled(path.parse()?), path);
        }
        Ok(())
    }
}
