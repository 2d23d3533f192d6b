//! One arm, and questions about it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, Pat, Token};

use crate::item::tokens::{any_word, mentions, place_of};

/// One arm: a pattern, and perhaps a guard.
#[derive(Clone)]
pub(crate) struct Arm {
    pattern: Pat,
    guard: Option<(Token![if], Expr)>,
}

impl Arm {
    pub(super) const fn new(pattern: Pat, guard: Option<(Token![if], Expr)>) -> Self {
        Self { pattern, guard }
    }

    pub(crate) fn pattern(&self) -> &Pat {
        &self.pattern
    }

    /// `if` and the condition.
    pub(crate) fn guard(&self) -> Option<TokenStream> {
        self.guard.as_ref().map(|(token, condition)| quote!(#token #condition))
    }

    /// The condition after `if`.
    pub(crate) fn condition(&self) -> Option<&Expr> {
        self.guard.as_ref().map(|(_, condition)| condition)
    }

    /// Whether the guard may refuse what the pattern matches.
    pub(crate) fn has_guard(&self) -> bool {
        self.guard.as_ref().is_some_and(|(_, condition)| {
            let is_true = |literal: &ExprLit| matches!(&literal.lit, Lit::Bool(lit) if lit.value);
            !matches!(condition, Expr::Lit(literal) if is_true(literal))
        })
    }

    /// Whether the guard mentions `name`.
    pub(crate) fn guard_mentions(&self, name: &Ident) -> bool {
        let condition = self.guard.as_ref().map(|(_, condition)| condition.to_token_stream());
        condition.is_some_and(|condition| mentions(&condition, &name.to_string()))
    }

    /// The first use of a variable `name` in the guard that the pattern does not bind.
    pub(crate) fn use_of(&self, name: &str) -> Option<Span> {
        let (_, condition) = self.guard.as_ref()?;
        let condition = condition.to_token_stream();
        let is_bound = any_word(&self.pattern.to_token_stream(), &|word| word == name);
        let is_used = !is_bound && mentions(&condition, name);
        // A format string may mention it, without a token of its own.
        is_used.then(|| place_of(&condition, name).unwrap_or_else(|| condition.span()))
    }
}

impl ToTokens for Arm {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.pattern.to_tokens(tokens);
        self.guard().to_tokens(tokens);
    }
}
