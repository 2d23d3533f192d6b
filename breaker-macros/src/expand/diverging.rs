//! Expressions that never have a value. The compiler knows them by their type; here they are seen
//! without types.

use quote::ToTokens;
use syn::{Block, Expr, Stmt};

use crate::item::tokens::any_word;

/// By a `return`, a `loop`, a macro such as `panic!`, or a call at the end: what is called may
/// never return.
pub(crate) fn may_diverge(value: &Expr) -> bool {
    let tokens = value.to_token_stream();
    any_word(&tokens, &|word| word == "return" || word == "loop")
        || tokens.to_string().contains('!')
        || ends_in_call(value)
}

fn ends_in_call(value: &Expr) -> bool {
    match value {
        Expr::Await(future) => ends_in_call(&future.base),
        Expr::Block(inner) => block_ends_in_call(&inner.block),
        Expr::Call(call) => !is_constructor(&call.func),
        Expr::Group(inner) => ends_in_call(&inner.expr),
        Expr::If(branches) => block_ends_in_call(&branches.then_branch),
        Expr::Match(branches) => branches.arms.iter().all(|arm| ends_in_call(&arm.body)),
        Expr::MethodCall(_) => true,
        Expr::Paren(inner) => ends_in_call(&inner.expr),
        Expr::Unsafe(inner) => block_ends_in_call(&inner.block),
        _ => false,
    }
}

fn block_ends_in_call(block: &Block) -> bool {
    matches!(block.stmts.last(), Some(Stmt::Expr(last, _)) if ends_in_call(last))
}

/// `Ok(..)`.
fn is_constructor(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let last = path.path.segments.last().map(|segment| segment.ident.to_string());
    last.is_some_and(|name| name.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use syn::parse_str;

    use super::may_diverge;

    #[test]
    fn suspects_what_the_types_may_tell() -> syn::Result<()> {
        for (value, expected) in [
            ("Ok(1)", false),
            ("Err(open.into())", false),
            ("Answer::Err(Error::Open)", false),
            ("{ log(open); Ok(1) }", false),
            ("cached", false),
            ("if full { Ok(1) } else { Err(open) }", false),
            ("match age { 0 => give_up(), _ => Ok(1) }", false),
            ("give_up()", true),
            ("std::process::exit(1)", true),
            ("self.give_up(open).await", true),
            ("(give_up)(open)", true),
            ("{ log(open); give_up(); }", true),
            ("match age { 0 => give_up(), _ => exit(1) }", true),
            ("if full { give_up() } else { exit(1) }", true),
            ("panic!()", true),
            ("loop {}", true),
            ("{ return Ok(1); }", true),
        ] {
            assert_eq!(may_diverge(&parse_str(value)?), expected, "{value}");
        }
        Ok(())
    }
}
