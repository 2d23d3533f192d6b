//! An `impl` block: its header is parsed, and of its members the functions, whose bodies are only
//! carried along.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::buffer::Cursor;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, GenericParam, ImplItem, ItemImpl, Path, Type};

use super::Function;
use super::types::ungrouped;

pub(crate) struct Block {
    /// Everything in front of the braces.
    header: TokenStream,
    braces: Group,
    inner_attributes: Vec<Attribute>,
    pub(crate) keyword: Span,
    pub(crate) implemented: Option<Path>,
    pub(crate) implementor: Type,
    /// Of the block itself: of types and of constants.
    pub(crate) parameters: BTreeSet<String>,
    pub(crate) members: Vec<Member>,
}

pub(crate) enum Member {
    Function(Box<Function>),
    /// Whatever is no function with a body.
    Other(TokenStream),
}

impl Member {
    /// Whether it is a function that doesn't block.
    pub(crate) fn waits(&self) -> bool {
        match self {
            Self::Function(function) => function.waits(),
            Self::Other(_) => false,
        }
    }
}

impl Block {
    /// Nothing if it is no `impl` block.
    pub(crate) fn of(item: &TokenStream) -> Option<Self> {
        let mut header: Vec<TokenTree> = item.clone().into_iter().collect();
        let Some(TokenTree::Group(braces)) = header.pop() else { return None };
        if braces.delimiter() != Delimiter::Brace {
            return None;
        }
        let header: TokenStream = header.into_iter().collect();
        let parsed: ItemImpl = syn::parse2(quote!(#header {})).ok()?;
        let content =
            |input: ParseStream<'_>| Ok((input.call(Attribute::parse_inner)?, members(input)));
        let (inner_attributes, members) = content.parse2(braces.stream()).ok()?;
        Some(Self {
            header,
            braces,
            inner_attributes,
            keyword: parsed.impl_token.span,
            implemented: parsed.trait_.map(|(path, _)| path),
            implementor: *parsed.self_ty,
            parameters: parsed.generics.params.iter().filter_map(parameter).collect(),
            members,
        })
    }

    /// The block with other members.
    pub(crate) fn with_members(&self, members: &[TokenStream]) -> TokenStream {
        let (header, attributes) = (&self.header, &self.inner_attributes);
        let mut braces = Group::new(Delimiter::Brace, quote!(#(#attributes)* #(#members)*));
        braces.set_span(self.braces.span());
        quote!(#header #braces)
    }
}

fn members(input: ParseStream<'_>) -> Vec<Member> {
    let mut members = Vec::new();
    while !input.is_empty() {
        let member =
            parsed(input).map(Member::Function).or_else(|| other(input).map(Member::Other));
        // In the middle of being typed: the rest as it is.
        let rest = || input.parse().map(Member::Other);
        match member.map_or_else(rest, Ok) {
            Ok(member) => members.push(member),
            Err(_) => return members,
        }
    }
    members
}

/// A member in the words in which it was written: the parser has its own way to write some.
fn other(input: ParseStream<'_>) -> Option<TokenStream> {
    let start = input.cursor();
    let item = parsed::<ImplItem>(input)?;
    Some(between(start, input.cursor()).unwrap_or_else(|| quote!(#item)))
}

/// Nothing if the end is inside of an invisible group.
fn between(start: Cursor<'_>, end: Cursor<'_>) -> Option<TokenStream> {
    let (mut tokens, mut at) = (TokenStream::new(), start);
    while at < end {
        let (token, after) = at.token_tree()?;
        tokens.extend([token]);
        at = after;
    }
    (at == end).then_some(tokens)
}

/// Leaves the input alone if there is no `T`.
fn parsed<T: Parse>(input: ParseStream<'_>) -> Option<Box<T>> {
    let ahead = input.fork();
    let parsed = ahead.parse().ok()?;
    input.advance_to(&ahead);
    Some(Box::new(parsed))
}

fn parameter(parameter: &GenericParam) -> Option<String> {
    match parameter {
        GenericParam::Type(ty) => Some(ty.ident.to_string()),
        GenericParam::Const(constant) => Some(constant.ident.to_string()),
        GenericParam::Lifetime(_) => None,
    }
}

/// The last name of a type, without generics.
pub(crate) fn name_of(ty: &Type) -> String {
    match ungrouped(ty) {
        Type::Reference(reference) => name_of(&reference.elem),
        Type::Path(path) => last_of(&path.path),
        other => other.to_token_stream().to_string(),
    }
}

/// The last name of a path, without generics.
fn last_of(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
