//! `failure(Err(e) if e.is_down())`: every `Err` is a failure already, so that `failure` over
//! errors changes nothing unless `success` takes others out. `ignore` can't: it is asked before.

use proc_macro2::TokenTree;
use syn::{Expr, Pat};

use super::result::inside;
use crate::args::arms::arm::Arm;
use crate::config::Arms;
use crate::diagnostics::Errors;
use crate::item::refutable::alternatives;
use crate::item::refutable::is_irrefutable;

/// Reports the first such arm. Whether there is one.
pub(super) fn check(arms: &Arms, errors: &mut Errors) -> bool {
    if arms.success.iter().any(may_match_error) {
        return false;
    }
    let is_alone = arms.failure.iter().all(is_of_errors);
    let Some(arm) = arms.failure.iter().find(|arm| is_alone || is_narrower(arm)) else {
        return false;
    };
    let is_every = !arm.has_guard() && alternatives(arm.pattern()).into_iter().any(is_every_error);
    let fix = match arms.success.first() {
        _ if is_every => "remove `failure(..)`, or write which `Ok` is one",
        Some(_) => "to count only these, add `Err(_)` to `success(..)`",
        None => "to count only these, add `success(Err(_))`",
    };
    errors.over(place(arm), format!("every `Err` is a failure already: {fix}"));
    true
}

/// The pattern in question, or the arm with its condition.
fn place(arm: &Arm) -> &dyn quote::ToTokens {
    if arm.has_guard() {
        return arm;
    }
    let found =
        alternatives(arm.pattern()).into_iter().find(|pattern| inside(pattern, "Err").is_some());
    match found {
        Some(pattern) => pattern,
        None => arm,
    }
}

fn may_match_error(arm: &Arm) -> bool {
    alternatives(arm.pattern()).into_iter().any(|pattern| inside(pattern, "Ok").is_none())
}

/// Whether it matches errors and nothing else.
fn is_of_errors(arm: &Arm) -> bool {
    let is_error = |pattern: &&Pat| inside(pattern, "Err").is_some();
    alternatives(arm.pattern()).iter().all(is_error) || asks_for_error(arm)
}

/// Whether it leaves other errors out, beside arms that say more. `Err(_)` there only tells readers
/// what holds without it, and so may the only form that an error has: `Err(Noted(_))`.
fn is_narrower(arm: &Arm) -> bool {
    if arm.has_guard() {
        return is_of_errors(arm);
    }
    let mut inner = alternatives(arm.pattern()).into_iter().filter_map(|one| inside(one, "Err"));
    inner.any(is_one_of_several)
}

fn is_every_error(pattern: &Pat) -> bool {
    inside(pattern, "Err").is_some_and(is_irrefutable)
}

/// `r if matches!(r, Err(..))`, `r if r.is_err()`, also with more conditions.
fn asks_for_error(arm: &Arm) -> bool {
    let Pat::Ident(name) = arm.pattern() else { return false };
    let name = name.ident.to_string();
    arm.condition().is_some_and(|condition| implies_error(condition, &name))
}

fn implies_error(condition: &Expr, name: &str) -> bool {
    match condition {
        Expr::Paren(inner) => implies_error(&inner.expr, name),
        Expr::Binary(both) => match both.op {
            syn::BinOp::And(_) => {
                implies_error(&both.left, name) || implies_error(&both.right, name)
            }
            syn::BinOp::Or(_) => {
                implies_error(&both.left, name) && implies_error(&both.right, name)
            }
            _ => false,
        },
        Expr::MethodCall(call) => {
            let is_asked = call.method == "is_err" || call.method == "is_err_and";
            is_asked && is_value(&call.receiver, name)
        }
        Expr::Let(asked) => {
            is_value(&asked.expr, name)
                && alternatives(&asked.pat).iter().all(|one| inside(one, "Err").is_some())
        }
        Expr::Macro(called) if called.mac.path.is_ident("matches") => {
            matches_error(called.mac.tokens.clone(), name)
        }
        _ => false,
    }
}

/// `r, Err(..)`, `r, Err(A | B) if ..`
fn matches_error(tokens: proc_macro2::TokenStream, name: &str) -> bool {
    let mut tokens = tokens
        .into_iter()
        .skip_while(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == '&'));
    let is_of_name = tokens.next().is_some_and(|token| token.to_string() == name);
    let is_next = tokens.next().is_some_and(|token| token.to_string() == ",");
    let pattern = |input: syn::parse::ParseStream<'_>| {
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(pattern)
    };
    is_of_name && is_next && {
        let parsed = syn::parse::Parser::parse2(pattern, tokens.collect());
        parsed.is_ok_and(|pattern| {
            alternatives(&pattern).iter().all(|one| inside(one, "Err").is_some())
        })
    }
}

/// `r`, `&r`, `r.as_ref()`.
fn is_value(value: &Expr, name: &str) -> bool {
    match value {
        Expr::Path(path) => path.path.is_ident(name),
        Expr::Reference(inner) => is_value(&inner.expr, name),
        Expr::Paren(inner) => is_value(&inner.expr, name),
        Expr::MethodCall(call) => call.method == "as_ref" && is_value(&call.receiver, name),
        _ => false,
    }
}

/// A literal, a constant of a type, or a variant by its spelling: `404`, `E::Down`, `E::Status(_)`.
/// A struct may be all there is.
fn is_one_of_several(pattern: &Pat) -> bool {
    let path = match pattern {
        Pat::Lit(_) | Pat::Range(_) => return true,
        Pat::Or(either) => return either.cases.iter().all(is_one_of_several),
        Pat::Paren(inner) => return is_one_of_several(&inner.pat),
        Pat::Path(path) => &path.path,
        Pat::TupleStruct(variant) => &variant.path,
        Pat::Struct(variant) => &variant.path,
        _ => return false,
    };
    // Modules begin in lower case, whatever case a type is in.
    let of_type = path.segments.iter().rev().nth(1);
    of_type.is_some_and(|of_type| of_type.ident.to_string().starts_with(char::is_uppercase))
}
