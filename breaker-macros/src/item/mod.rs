//! The annotated function: its header is parsed, its body is only carried along.

pub(crate) mod block;
pub(crate) mod builtin;
pub(crate) mod future;
pub(crate) mod lints;
pub(crate) mod params;
pub(crate) mod pattern;
pub(crate) mod refutable;
pub(crate) mod returned;
pub(crate) mod spelling;
pub(crate) mod stream;
pub(crate) mod tail;
pub(crate) mod tokens;
pub(crate) mod types;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::token::{Brace, Bracket};
use syn::{AttrStyle, Attribute, Path, Signature, Token, Visibility, braced};

/// A function with a body that need not be valid: it may be in the middle of being typed.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    /// `default`, of specialization.
    pub(crate) defaultness: Option<Ident>,
    pub(crate) sig: Signature,
    pub(crate) brace: Brace,
    /// What is to stand first in the body.
    pub(crate) opening: TokenStream,
    pub(crate) body: TokenStream,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let defaultness = defaultness(input);
        let sig = input.parse()?;
        let content;
        let brace = braced!(content in input);
        let (inner, body) = split(content.parse()?);
        attrs.extend(inner.into_iter().map(outer));
        let opening = TokenStream::new();
        Ok(Self { attrs, vis, defaultness, sig, brace, opening, body })
    }
}

/// The inner attributes of a body, and the rest; no attributes, if one of them is in the middle of
/// being typed.
fn split(body: TokenStream) -> (Vec<Attribute>, TokenStream) {
    let parser = |input: ParseStream<'_>| Ok((input.call(Attribute::parse_inner)?, input.parse()?));
    parser.parse2(body.clone()).unwrap_or((Vec::new(), body))
}

/// `#![allow(..)]` in a body becomes `#[allow(..)]` on the function: once the body is wrapped, it
/// has no other place.
fn outer(inner: Attribute) -> Attribute {
    // At a generated span: some lints treat the two styles differently.
    let (pound_token, bracket_token) = (Token![#](Span::call_site()), Bracket(Span::call_site()));
    Attribute { style: AttrStyle::Outer, pound_token, bracket_token, ..inner }
}

/// Whether it is this attribute, by its name.
pub(crate) fn is_circuit_breaker(attr: &Attribute) -> bool {
    is_named_circuit_breaker(attr.path())
}

pub(crate) fn is_named_circuit_breaker(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "circuit_breaker")
}

pub(crate) fn defaultness(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    let is_default = ahead.parse::<Ident>().is_ok_and(|word| word == "default");
    if is_default { input.parse().ok() } else { None }
}

impl Function {
    /// The function with another body.
    pub(crate) fn with_body(&self, body: impl ToTokens) -> TokenStream {
        let mut tokens = TokenStream::new();
        tokens.append_all(&self.attrs);
        self.vis.to_tokens(&mut tokens);
        self.defaultness.to_tokens(&mut tokens);
        self.sig.to_tokens(&mut tokens);
        body.to_tokens(&mut tokens);
        tokens
    }

    /// The body as a block, with `content` in the place of its statements.
    pub(crate) fn block(&self, content: impl ToTokens) -> TokenStream {
        let opening = &self.opening;
        self.in_braces(quote!(#opening #content))
    }

    /// `content` in the user's braces: without their spans its lines vanish from coverage reports.
    pub(crate) fn in_braces(&self, content: impl ToTokens) -> TokenStream {
        let mut tokens = TokenStream::new();
        self.brace.surround(&mut tokens, |inner| content.to_tokens(inner));
        tokens
    }
}
