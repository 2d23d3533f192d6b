//! A fallback that is only the function itself (rule S21): the circle that can be seen without
//! other functions.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Block, Expr, ExprCall, ExprMethodCall, Signature, Stmt};

use crate::config::{Fallback, FallbackKind};
use crate::diagnostics::Errors;

pub(crate) const ITS_OWN: &str =
    "the function is its own fallback: a rejected call would call it again, and be rejected again";

/// With a key, what is called with other arguments may have another circuit.
pub(super) fn check(sig: &Signature, fallback: &Fallback, is_keyed: bool, errors: &mut Errors) {
    let value = match &fallback.kind {
        // One of the block is told of with all its methods.
        FallbackKind::Path(path) if is_itself(path, sig) && !fallback.is_inherited => {
            return errors.over(path, ITS_OWN);
        }
        FallbackKind::Path(_) => return,
        FallbackKind::Closure(closure) => &*closure.body,
        FallbackKind::Expression(value) => value,
    };
    if !is_keyed && is_call_of_itself(value, sig) {
        errors.over(value, ITS_OWN);
    }
}

/// `f` on a function `f`, `Self::f` on a method. A free function may have the name of a method.
fn is_itself(path: &TokenStream, sig: &Signature) -> bool {
    let (path, name) = (path.to_string().replace(' ', ""), sig.ident.to_string());
    path == format!("Self::{name}") || (path == name && sig.receiver().is_none())
}

/// Whatever comes of the call.
fn is_call_of_itself(value: &Expr, sig: &Signature) -> bool {
    match value {
        Expr::Await(future) => is_call_of_itself(&future.base, sig),
        Expr::Block(inner) => is_last_in(&inner.block, sig),
        Expr::Call(call) => calls(call, sig),
        Expr::Group(inner) => is_call_of_itself(&inner.expr, sig),
        Expr::MethodCall(call) => is_method(call, sig),
        Expr::Paren(inner) => is_call_of_itself(&inner.expr, sig),
        Expr::Return(inner) => {
            inner.expr.as_ref().is_some_and(|value| is_call_of_itself(value, sig))
        }
        _ => false,
    }
}

/// Behind other statements as well, unless one of them may leave.
fn is_last_in(block: &Block, sig: &Signature) -> bool {
    match &*block.stmts {
        [Stmt::Expr(value, _)] => is_call_of_itself(value, sig),
        _ => false,
    }
}

/// `f(..)`, `Box::pin(f(..))`.
fn calls(call: &ExprCall, sig: &Signature) -> bool {
    let function = call.func.to_token_stream();
    if function.to_string().replace(' ', "").ends_with("Box::pin") {
        return call.args.iter().all(|future| is_call_of_itself(future, sig));
    }
    is_itself(&function, sig)
}

fn is_method(call: &ExprMethodCall, sig: &Signature) -> bool {
    let is_of_self = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
    is_of_self && sig.receiver().is_some() && call.method == sig.ident
}
