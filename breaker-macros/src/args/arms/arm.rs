//! One arm, and questions about it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, Pat, Token};

use crate::item::tokens::{any_word, mentions, place_of};

/// One arm: a pattern, and perhaps a guard; how long to wait, if it says so.
#[derive(Clone)]
pub(crate) struct Arm {
    pattern: Pat,
    guard: Option<(Token![if], Expr)>,
    time: Option<Expr>,
}

impl Arm {
    pub(super) const fn new(
        pattern: Pat,
        guard: Option<(Token![if], Expr)>,
        time: Option<Expr>,
    ) -> Self {
        Self { pattern, guard, time }
    }

    pub(crate) fn pattern(&self) -> &Pat {
        &self.pattern
    }

    /// `if` and the condition.
    pub(crate) fn guard(&self) -> Option<TokenStream> {
        self.guard.as_ref().map(|(token, condition)| quote!(#token #condition))
    }

    /// What stands behind `=>`.
    pub(crate) fn time(&self) -> Option<&Expr> {
        self.time.as_ref()
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

    /// Whether the guard or the time mentions `name`.
    pub(crate) fn uses(&self, name: &Ident) -> bool {
        self.code().any(|code| mentions(&code, &name.to_string()))
    }

    /// The first use of a variable `name` that the pattern does not bind.
    pub(crate) fn use_of(&self, name: &str) -> Option<Span> {
        let is_bound = any_word(&self.pattern.to_token_stream(), &|word| word == name);
        let used = self.code().find(|code| !is_bound && mentions(code, name))?;
        // A format string may mention it, without a token of its own.
        Some(place_of(&used, name).unwrap_or_else(|| used.span()))
    }

    /// What is evaluated.
    fn code(&self) -> impl Iterator<Item = TokenStream> {
        self.condition().into_iter().chain(self.time()).map(ToTokens::to_token_stream)
    }
}

impl ToTokens for Arm {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.pattern.to_tokens(tokens);
        self.guard().to_tokens(tokens);
    }
}
