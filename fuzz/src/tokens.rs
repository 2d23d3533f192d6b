//! Looking at tokens.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// An attribute and what it stands on.
pub(crate) struct Annotated {
    pub(crate) arguments: TokenStream,
    pub(crate) item: TokenStream,
}

impl Annotated {
    /// Of `#[circuit_breaker(..)] ..` or `#[circuit_breaker] ..`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut tokens = grouped(text.parse().ok()?, 0)?.into_iter();
        let (Some(TokenTree::Punct(pound)), Some(TokenTree::Group(attribute))) =
            (tokens.next(), tokens.next())
        else {
            return None;
        };
        let mut attribute = attribute.stream().into_iter();
        let name = matches!(attribute.next()?, TokenTree::Ident(name) if name == "circuit_breaker");
        let arguments = match attribute.next() {
            Some(TokenTree::Group(arguments)) => arguments.stream(),
            Some(_) => return None,
            None => TokenStream::new(),
        };
        (name && pound.as_char() == '#').then(|| Self { arguments, item: tokens.collect() })
    }
}

/// With `$(..)` as what `macro_rules!` makes of a fragment: a group that nobody sees. Nothing if it
/// is nested deeper than anybody writes: the compiler's own parser and `syn` use the stack.
fn grouped(tokens: TokenStream, depth: u32) -> Option<TokenStream> {
    let mut tokens = tokens.into_iter().peekable();
    let mut all = Vec::new();
    while let Some(token) = tokens.next() {
        let token = match (token, tokens.peek()) {
            (TokenTree::Punct(punct), Some(TokenTree::Group(group))) if punct.as_char() == '$' => {
                let fragment = regrouped(group, Delimiter::None, depth)?;
                tokens.next();
                fragment
            }
            (TokenTree::Group(group), _) => regrouped(&group, group.delimiter(), depth)?,
            (other, _) => other,
        };
        all.push(token);
    }
    Some(all.into_iter().collect())
}

fn regrouped(group: &Group, delimiter: Delimiter, depth: u32) -> Option<TokenTree> {
    let is_attribute = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#');
    let no_fragment = || group.stream().into_iter().next().is_none_or(is_attribute);
    if depth > 24 || (delimiter == Delimiter::None && no_fragment()) {
        return None;
    }
    let mut again = Group::new(delimiter, grouped(group.stream(), depth + 1)?);
    again.set_span(group.span());
    Some(again.into())
}

/// All tokens in a row, delimiters among them.
pub(crate) fn flat(tokens: TokenStream) -> Vec<String> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                all.push(open.to_owned());
                all.extend(flat(group.stream()));
                all.push(close.to_owned());
            }
            token => all.push(token.to_string()),
        }
    }
    all.retain(|token| !token.is_empty());
    all
}

/// Identifiers and literals, sorted.
pub(crate) fn words(tokens: TokenStream) -> Vec<String> {
    let mut words = flat(tokens);
    words
        .retain(|token| token.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"')));
    words.sort();
    words
}

/// Without the attributes of this name, wherever they are.
pub(crate) fn without_attribute(tokens: TokenStream, name: &str) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut all = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let bang = tokens.next_if(
                    |token| matches!(token, TokenTree::Punct(bang) if bang.as_char() == '!'),
                );
                match tokens.peek() {
                    Some(TokenTree::Group(group)) if is_attribute(group, name) => {
                        drop(tokens.next())
                    }
                    _ => all.extend([Some(TokenTree::Punct(punct)), bang].into_iter().flatten()),
                }
            }
            TokenTree::Group(group) => {
                all.push(
                    Group::new(group.delimiter(), without_attribute(group.stream(), name)).into(),
                );
            }
            other => all.push(other),
        }
    }
    all.into_iter().collect()
}

/// Seen through a group that nobody sees.
fn is_attribute(group: &Group, name: &str) -> bool {
    let mut group = flat(TokenTree::from(group.clone()).into()).into_iter();
    group.next().is_some_and(|first| first == "[")
        && group.take_while(|token| token != "(").any(|word| word == name)
}

/// Whether all of `part` stands in `whole`, in this order, perhaps with more between.
pub(crate) fn is_kept_in_order(part: &[String], whole: &[String]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|token| whole.any(|other| other == token))
}

/// Whether all of `part` stands in `whole`, as often. Both are sorted.
pub(crate) fn is_contained(part: &[String], whole: &[String]) -> bool {
    is_kept_in_order(part, whole)
}

/// An error that the compiler is told.
pub(crate) struct Told {
    pub(crate) first: Span,
    pub(crate) last: Span,
    pub(crate) message: String,
}

/// Every `compile_error! { ".." }`.
pub(crate) fn told(tokens: TokenStream) -> Vec<Told> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut all = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            all.extend(told(group.stream()));
            if let Some(TokenTree::Ident(name)) = at.checked_sub(2).and_then(|at| tokens.get(at)) {
                if name == "compile_error" {
                    let text = syn::parse2::<syn::LitStr>(group.stream());
                    let message = text.map(|text| text.value()).unwrap_or_default();
                    all.push(Told { first: name.span(), last: group.span(), message });
                }
            }
        }
    }
    all
}
