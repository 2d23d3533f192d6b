//! Locals in front of an expression.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Expr;

/// A block of `locals` and of `value`, which may use them.
pub(crate) fn in_front_of(locals: &TokenStream, value: &TokenStream) -> TokenStream {
    let value = last(value);
    quote!({ #locals #value })
}

/// `value` as the last expression of a block with locals.
///
/// Temporaries of `value` may borrow from the locals, and before edition 2024 they outlive them.
/// They never outlive the arm of a `match`.
pub(crate) fn last(value: &TokenStream) -> TokenStream {
    quote!(match () { () => #value })
}

/// `value` where a statement might end: there `match a { .. } + 1` is a `match`, and a mistake
/// behind it.
pub(crate) fn whole(value: &Expr) -> TokenStream {
    let is_block = matches!(
        value,
        Expr::Block(_)
            | Expr::Const(_)
            | Expr::ForLoop(_)
            | Expr::If(_)
            | Expr::Loop(_)
            | Expr::Match(_)
            | Expr::TryBlock(_)
            | Expr::Unsafe(_)
            | Expr::While(_)
    );
    let tokens = value.to_token_stream();
    if is_block || !starts_with_block(&tokens) {
        return tokens;
    }
    quote!((#tokens))
}

fn starts_with_block(tokens: &TokenStream) -> bool {
    match tokens.clone().into_iter().next() {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        Some(TokenTree::Ident(word)) => {
            let starts = ["const", "for", "if", "loop", "match", "try", "unsafe", "while"];
            starts.iter().any(|start| word == start)
        }
        // Of a label.
        Some(TokenTree::Punct(punct)) => punct.as_char() == '\'',
        _ => false,
    }
}
