//! Whether a fallback may call a function. A wrong yes costs a rejection a few instructions; a
//! wrong no costs the program its stack, if the call comes round.

use syn::{Block, Expr, ExprCall, ExprPath, ExprUnary, Stmt, UnOp};

use crate::config::FallbackKind;

/// Whether anything may be called. Operators and macros may, and what looks like a constructor may
/// be a constant that holds a function.
pub(super) fn may_call(fallback: &FallbackKind) -> bool {
    match fallback {
        FallbackKind::Path(_) => true,
        FallbackKind::Closure(closure) => !is_plain(&closure.body),
        FallbackKind::Expression(value) => !is_plain(value),
    }
}

/// Whether it is made of values alone.
fn is_plain(value: &Expr) -> bool {
    match value {
        Expr::Array(list) => list.elems.iter().all(is_plain),
        Expr::Block(inner) => inner.label.is_none() && is_plain_in(&inner.block),
        Expr::Call(call) => is_plain_call(call),
        Expr::Group(inner) => is_plain(&inner.expr),
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Paren(inner) => is_plain(&inner.expr),
        Expr::Return(inner) => inner.expr.as_deref().is_none_or(is_plain),
        Expr::Struct(made) => {
            made.rest.is_none() && made.fields.iter().all(|field| is_plain(&field.expr))
        }
        Expr::Tuple(list) => list.elems.iter().all(is_plain),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => matches!(**expr, Expr::Lit(_)),
        _ => false,
    }
}

fn is_plain_in(block: &Block) -> bool {
    match &*block.stmts {
        [] => true,
        [Stmt::Expr(value, _)] => is_plain(value),
        _ => false,
    }
}

/// `Ok(..)`, `Err(..)`, `Some(..)`: the constructors whose names are nobody else's.
fn is_plain_call(call: &ExprCall) -> bool {
    let Expr::Path(ExprPath { qself: None, path, .. }) = &*call.func else { return false };
    let is_constructor = ["Ok", "Err", "Some"].iter().any(|name| path.is_ident(name));
    is_constructor && call.args.iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn sees_calls_and_not_values() -> syn::Result<()> {
        for (value, expected) in [
            ("1", true),
            ("-1", true),
            ("()", true),
            ("None", true),
            ("Ok(1)", true),
            ("Ok(NAME)", true),
            ("Err(Busy { account, after: None })", true),
            ("Err(Error::Busy)", true),
            ("Ok((1, [2, 3]))", true),
            ("{ Some(1) }", true),
            ("return (1)", true),
            ("{}", true),
            ("f()", false),
            ("Ok(f(x))", false),
            ("Err(open.into())", false),
            ("Ok(Vec::new())", false),
            ("(f)(x)", false),
            ("f::<T>(x)", false),
            ("{ let a = f; Some(a(1)) }", false),
            ("vec![1]", false),
            ("Ok(future.await)", false),
            ("NEXT(x)", false),
            ("Next(x)", false),
            ("Self::Next(x)", false),
            ("Ok(TABLE[x])", false),
            ("a != b", false),
            ("Ok(x + 1)", false),
            ("Ok(-x)", false),
            ("Ok(*LAZY)", false),
            ("Ok(&LAZY)", false),
            ("Ok(LAZY.field)", false),
            ("Ok(x?)", false),
            ("Settings { ..all }", false),
            ("if a { b } else { c }", false),
        ] {
            assert_eq!(is_plain(&syn::parse_str(value)?), expected, "{value}");
        }
        Ok(())
    }
}
