//! Where generated tokens stand, so that errors about them point at what the user wrote.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The first and the last token of something.
#[derive(Clone, Copy)]
pub(crate) struct Ends {
    pub(crate) first: Span,
    pub(crate) last: Span,
}

impl Ends {
    pub(crate) fn of(tokens: impl ToTokens) -> Self {
        let mut spans = tokens.into_token_stream().into_iter().map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        Self { first, last: spans.last().unwrap_or(first) }
    }
}

/// `function(arguments)` as an expression that covers the same text as `ends`.
///
/// Only the outermost tokens stand there: what an editor finds at that place stays the user's own.
pub(crate) fn call(function: TokenStream, arguments: TokenStream, ends: Ends) -> TokenStream {
    let mut function: Vec<TokenTree> = function.into_iter().collect();
    for token in function.iter_mut().take_while(|token| matches!(token, TokenTree::Punct(_))) {
        token.set_span(ends.first);
    }
    if let Some(token @ TokenTree::Punct(_)) = function.last_mut() {
        token.set_span(ends.last);
    }
    let mut parentheses = Group::new(Delimiter::Parenthesis, arguments);
    parentheses.set_span(ends.last);
    quote!(#(#function)* #parentheses)
}

/// `tokens`, which are found where they were, but stand at `span`.
pub(crate) fn located_at(tokens: TokenStream, span: Span) -> TokenStream {
    let relocated = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    relocated.collect()
}

/// A pattern of the attribute, with names of one letter at a span of ours: a lint counts the
/// one-letter names that a function has.
pub(crate) fn with_uncounted_names(pattern: impl ToTokens) -> TokenStream {
    let tokens = pattern.into_token_stream().into_iter().map(|mut token| {
        match &mut token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), with_uncounted_names(group.stream()));
                inner.set_span(group.span());
                return inner.into();
            }
            TokenTree::Ident(name) if is_uncounted(&name.to_string()) => {
                name.set_span(name.span().resolved_at(Span::call_site()));
            }
            _ => {}
        }
        token
    });
    tokens.collect()
}

/// A variable of one letter: types such as `E` stay where they are.
fn is_uncounted(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_none()
}
