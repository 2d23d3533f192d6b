//! What kind of value stands behind `=`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Lit, UnOp};

/// A value without its parentheses, and without the invisible groups that `macro_rules!` puts
/// around fragments.
pub(crate) enum ValueKind<'a> {
    Literal(&'a Lit),
    /// `-5`.
    Negative,
    /// May be constant: the compiler decides.
    Constant(&'a Expr),
    /// Can't be a constant.
    Other,
}

impl<'a> ValueKind<'a> {
    pub(crate) fn of(value: &'a Expr) -> Self {
        match value {
            Expr::Group(inner) => Self::of(&inner.expr),
            Expr::Paren(inner) => Self::of(&inner.expr),
            Expr::Lit(literal) => Self::Literal(&literal.lit),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match Self::of(&unary.expr) {
                Self::Literal(_) => Self::Negative,
                inner => inner,
            },
            Expr::Assign(_)
            | Expr::Async(_)
            | Expr::Await(_)
            | Expr::Break(_)
            | Expr::Closure(_)
            | Expr::Continue(_)
            | Expr::Infer(_)
            | Expr::Range(_)
            | Expr::Return(_)
            | Expr::Try(_)
            | Expr::Verbatim(_) => Self::Other,
            constant => Self::Constant(constant),
        }
    }
}

/// The first `Self` or `self` in a value: a circuit is a `static`, which can name neither. `self::`
/// is the module.
pub(crate) fn mention_of_self(value: &Expr) -> Option<TokenTree> {
    find_self(value.to_token_stream())
}

fn find_self(tokens: TokenStream) -> Option<TokenTree> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Ident(ident) if ident == "Self" => Some(token),
            TokenTree::Ident(ident) if ident == "self" && !is_colon(tokens.peek()) => Some(token),
            TokenTree::Group(group) => find_self(group.stream()),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}
