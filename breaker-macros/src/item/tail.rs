//! The `async` block that a future-returning function ends in: `async move {..}`,
//! `Box::pin(async move {..})`, `(async move {..}).boxed()`.
//!
//! Found by its tokens, because a body is not parsed: at the end of a body these shapes leave no
//! doubt.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use super::tokens::returns_early;

/// A body that ends in an `async` block.
pub(crate) struct Tail {
    /// What stands in front of the last expression.
    pub(crate) statements: TokenStream,
    /// The `move` of the block.
    pub(crate) capture: Option<Ident>,
    pub(crate) block: Group,
    /// The rest of the last expression: what the block has around it, innermost first.
    layers: Vec<Layer>,
}

/// Tokens on both sides of a block, or of a group that holds the layer further in.
struct Layer {
    before: Vec<TokenTree>,
    group: Group,
    after: Vec<TokenTree>,
}

impl Tail {
    /// Nothing if the body ends otherwise, or may return something else before it gets there.
    pub(crate) fn of(body: &TokenStream) -> Option<Self> {
        let tokens: Vec<_> = body.clone().into_iter().collect();
        let (statements, expression) = tokens.split_at(start_of_last_expression(&tokens));
        let statements: TokenStream = statements.iter().cloned().collect();
        if returns_early(&statements) {
            return None;
        }
        let mut layers = peel(expression.to_vec())?;
        layers.reverse();
        let block = layers.first()?;
        let capture = match block.before.last() {
            Some(TokenTree::Ident(word)) if word == "move" => Some(word.clone()),
            _ => None,
        };
        Some(Self { statements, capture, block: block.group.clone(), layers })
    }

    /// The block with another content.
    pub(crate) fn block_with(&self, content: TokenStream) -> Group {
        let mut block = Group::new(self.block.delimiter(), content);
        block.set_span(self.block.span());
        block
    }

    /// The last expression with another content in its block.
    pub(crate) fn expression_with(&self, content: TokenStream) -> TokenStream {
        self.layers.iter().fold(content, |content, layer| layer.around(content))
    }
}

impl Layer {
    fn around(&self, content: TokenStream) -> TokenStream {
        let mut group = Group::new(self.group.delimiter(), content);
        group.set_span(self.group.span());
        let (before, after) = (self.before.iter().cloned(), self.after.iter().cloned());
        before.chain([TokenTree::Group(group)]).chain(after).collect()
    }
}

/// Behind the last `;` or block that is not the one of interest.
fn start_of_last_expression(tokens: &[TokenTree]) -> usize {
    let mut start = 0;
    let mut in_async = false;
    for (index, token) in tokens.iter().enumerate() {
        let ends_statement = match token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !in_async,
            _ => false,
        };
        if ends_statement && index + 1 < tokens.len() {
            start = index + 1;
        }
        in_async = matches!(token, TokenTree::Ident(word) if word == "async" || word == "move");
    }
    start
}

/// The layers around the block, outermost first; nothing if there is no block inside.
fn peel(mut tokens: Vec<TokenTree>) -> Option<Vec<Layer>> {
    let after = split_off_boxed(&mut tokens);
    let Some(TokenTree::Group(group)) = tokens.pop() else {
        return None;
    };
    let inner = match (group.delimiter(), kind_of(&tokens)) {
        (Delimiter::Brace, Prefix::Async) => Some(Vec::new()),
        (Delimiter::Parenthesis, Prefix::Nothing | Prefix::BoxPin)
        | (Delimiter::None, Prefix::Nothing) => peel(without_trailing_comma(group.stream())),
        _ => None,
    }?;
    let layer = Layer { before: tokens, group, after };
    Some(std::iter::once(layer).chain(inner).collect())
}

/// What stands in front of a group.
enum Prefix {
    Nothing,
    /// `async`, `async move`.
    Async,
    /// `Box::pin`, however qualified.
    BoxPin,
    Other,
}

fn kind_of(tokens: &[TokenTree]) -> Prefix {
    let words: Vec<_> = tokens.iter().map(ToString::to_string).collect();
    match &*words.join(" ") {
        "" => Prefix::Nothing,
        "async" | "async move" => Prefix::Async,
        path if path == "Box : : pin" || path.ends_with(": : Box : : pin") => Prefix::BoxPin,
        _ => Prefix::Other,
    }
}

/// Takes `.boxed()` or `.boxed_local()` off the end.
fn split_off_boxed(tokens: &mut Vec<TokenTree>) -> Vec<TokenTree> {
    match &**tokens {
        [
            before @ ..,
            TokenTree::Punct(dot),
            TokenTree::Ident(method),
            TokenTree::Group(arguments),
        ] if dot.as_char() == '.'
            && (method == "boxed" || method == "boxed_local")
            && arguments.stream().is_empty() =>
        {
            tokens.split_off(before.len())
        }
        _ => Vec::new(),
    }
}

fn without_trailing_comma(tokens: TokenStream) -> Vec<TokenTree> {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    if matches!(tokens.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == ',') {
        tokens.pop();
    }
    tokens
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::Tail;

    fn replaced(body: &TokenStream) -> Option<String> {
        let tail = Tail::of(body)?;
        let expression = tail.expression_with(quote!(X));
        let statements = &tail.statements;
        Some(quote!(#statements #expression).to_string())
    }

    #[test]
    fn finds_the_block_at_the_end() {
        for (body, expected) in [
            (quote!(async { a }), quote!(async { X })),
            (quote!(async move { a }), quote!(async move { X })),
            (quote!(let b = 1; async move { a }), quote!(let b = 1; async move { X })),
            (quote!(if c { d() } async { a }), quote!(if c { d() } async { X })),
            (quote!(Box::pin(async move { a })), quote!(Box::pin(async move { X }))),
            (quote!(Box::pin(async { a },)), quote!(Box::pin(async { X }))),
            (quote!(let b = { 1 }; ::std::boxed::Box::pin(async { a })), {
                quote!(let b = { 1 }; ::std::boxed::Box::pin(async { X }))
            }),
            (quote!(async move { a }.boxed()), quote!(async move { X }.boxed())),
            (quote!((async { a }).boxed_local()), quote!((async { X }).boxed_local())),
            (quote!(b(); (async move { a }).boxed()), quote!(b(); (async move { X }).boxed())),
        ] {
            assert_eq!(replaced(&body), Some(expected.to_string()), "{body}");
        }
    }

    #[test]
    fn finds_nothing_where_the_function_ends_otherwise() {
        for body in [
            quote!(),
            quote!(a),
            quote!({ a }),
            quote!(async { a };),
            quote!(async { a }.map(f)),
            quote!(spawn(async { a })),
            quote!(MyBox::pin(async { a })),
            quote!(return async { a }),
            quote!(if c { return Box::pin(b); } Box::pin(async { a })),
            quote!(match a {
                b => async { c },
            }),
            quote!(if c { async { a } } else { async { b } }),
            quote!(let f = || async { a }),
        ] {
            assert_eq!(replaced(&body), None, "{body}");
        }
    }
}
