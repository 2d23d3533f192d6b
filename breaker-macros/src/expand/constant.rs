//! Values as constant expressions: those that are known, and those of the user, checked where they
//! stand.

use std::time::Duration;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Block, Expr, Lit, Path, Stmt};

use super::span::{Ends, call};
use crate::config::Value;

/// `{ let value = VALUE; arg::number(&value).at_least_one(value, ZeroThreshold) }`, where the value
/// stands: of several types.
pub(super) fn checked(
    runtime: &Path,
    value: &Expr,
    check: &str,
    method: &str,
    argument: &TokenStream,
) -> TokenStream {
    let ends = Ends::of(value);
    let (check, method) = (Ident::new(check, ends.first), Ident::new(method, ends.first));
    // The reference has the span of the value: two errors that are alike and at one place are shown
    // once.
    let given = Ident::new("__given", ends.last);
    // `2 + 3` has no type of its own, and the check needs one.
    let ty = is_of_literals(value).then(|| quote!(: u32));
    let reference = quote_spanned!(ends.first=> &#given);
    let checked = call(quote!(#runtime::__private::arg::#check), reference, ends);
    let checked = call(quote!(#checked.#method), quote!(#given, #argument), ends);
    quote!({ let #given #ty = #value; #checked })
}

/// `{ const GIVEN: Duration = VALUE; arg::not_zero(GIVEN, ZeroOpenFor) }`, where the value stands:
/// of one type, which the compiler names.
pub(super) fn typed(
    runtime: &Path,
    value: &Expr,
    ty: &TokenStream,
    check: &str,
    argument: &TokenStream,
) -> TokenStream {
    let ends = Ends::of(value);
    let (check, given) = (Ident::new(check, ends.first), Ident::new("__GIVEN", ends.first));
    let check = quote!(#runtime::__private::arg::#check);
    let checked = call(check, quote!(#given, #argument), ends);
    quote!({ const #given: #ty = #value; #checked })
}

/// A `timeout`, as a constant expression.
pub(super) fn limit(runtime: &Path, limit: &Value<Duration>) -> TokenStream {
    match limit {
        Value::Literal(limit) => duration(runtime, *limit),
        Value::Constant(limit) => {
            let ty = quote!(#runtime::__private::Duration);
            typed(runtime, limit, &ty, "limit", &TokenStream::new())
        }
    }
}

pub(super) fn duration(runtime: &Path, duration: Duration) -> TokenStream {
    let seconds = Literal::u64_suffixed(duration.as_secs());
    let nanos = Literal::u32_suffixed(duration.subsec_nanos());
    quote!(#runtime::__private::Duration::new(#seconds, #nanos))
}

/// Whether nothing in the value says which integer type it has.
fn is_of_literals(value: &Expr) -> bool {
    match value {
        Expr::Binary(both) => is_of_literals(&both.left) && is_of_literals(&both.right),
        Expr::Block(inner) => ends_in_literals(&inner.block),
        Expr::Group(inner) => is_of_literals(&inner.expr),
        Expr::If(branches) => {
            let other = branches.else_branch.as_ref();
            ends_in_literals(&branches.then_branch)
                && other.is_some_and(|(_, other)| is_of_literals(other))
        }
        Expr::Lit(literal) => matches!(&literal.lit, Lit::Int(int) if int.suffix().is_empty()),
        Expr::Match(branches) => branches.arms.iter().all(|arm| is_of_literals(&arm.body)),
        Expr::Paren(inner) => is_of_literals(&inner.expr),
        Expr::Unary(inner) => is_of_literals(&inner.expr),
        _ => false,
    }
}

fn ends_in_literals(block: &Block) -> bool {
    matches!(&*block.stmts, [Stmt::Expr(last, None)] if is_of_literals(last))
}
