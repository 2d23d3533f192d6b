//! Items that are neither a function with a body nor a readable block: why the attribute can't wrap
//! them.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Block, ItemImpl, Signature, Stmt, Visibility};

use crate::diagnostics::Errors;
use crate::item::defaultness;

/// What is written in the place of something that can't be wrapped.
pub(crate) fn expand(item: TokenStream, mut errors: Errors) -> TokenStream {
    let header = header.parse2(without_fragments(item.clone()));
    let (span, message) = match &header {
        Ok(Header::Function(sig)) => (sig.ident.span(), NO_BODY.to_owned()),
        Ok(Header::Generator(keyword)) => (*keyword, GENERATOR.to_owned()),
        Ok(Header::Block(keyword)) => (*keyword, unreadable(&item)),
        Ok(Header::Item(keyword)) => (keyword.span(), advice(&keyword.to_string())),
        Ok(Header::Code(first, kind)) if is_expression(&item) => {
            // Where an expression stands there is room for one, and nothing else.
            let mut alone = Errors::default();
            alone.at(*first, format!("`circuit_breaker` goes on functions, not on {kind}: {MOVE}"));
            return alone.to_compile_errors();
        }
        Ok(Header::Code(first, _)) => (*first, NO_FUNCTION.to_owned()),
        Err(error) => (error.span(), error.to_string()),
    };
    errors.at(span, message);
    item.into_iter().chain(errors.to_compile_errors()).collect()
}

const NO_BODY: &str = "no body to protect: put the attribute on the methods that implement it, \
                       or give it a default body";
const GENERATOR: &str = "a `gen fn` makes its items after it has returned, when the call is over \
                         for a circuit: put the attribute on the function that makes one of them";
const NO_FUNCTION: &str = "`circuit_breaker` goes on functions: this is none";
const MOVE: &str = "move the code to a function and put it there";

/// Whether there is room for one expression, and nothing else, in its place.
fn is_expression(item: &TokenStream) -> bool {
    let statements = Block::parse_within.parse2(item.clone());
    statements.is_ok_and(|statements| matches!(&*statements, [Stmt::Expr(..)]))
}

/// `$item` of a macro is one token: what is in it says what it is.
fn without_fragments(item: TokenStream) -> TokenStream {
    let tokens = item.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            without_fragments(group.stream())
        }
        token => token.into(),
    });
    tokens.collect()
}

/// The start of what the attribute stands on.
enum Header {
    Function(Box<Signature>),
    /// `gen fn`, `async gen fn`.
    Generator(Span),
    /// `impl`.
    Block(Span),
    /// The keyword of another item, or of a `let`.
    Item(TokenTree),
    /// An expression, and what kind.
    Code(Span, &'static str),
}

fn header(input: ParseStream<'_>) -> syn::Result<Header> {
    let header = Header::parse(input)?;
    input.parse::<TokenStream>()?;
    Ok(header)
}

impl Parse for Header {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        defaultness(input);
        match keyword_of_function(&input.fork()) {
            Some(word) if word == "fn" => return input.parse().map(Box::new).map(Self::Function),
            Some(word) => return Ok(Self::Generator(word.span())),
            None => {}
        }
        let ahead = input.fork();
        let (first, mut second) = (ahead.parse::<TokenTree>()?, ahead.parse::<TokenTree>().ok());
        let keyword = match (first.to_string().as_str(), &second) {
            ("unsafe" | "auto", Some(TokenTree::Ident(_))) => second.take().unwrap_or(first),
            _ => first,
        };
        Ok(match keyword.to_string().as_str() {
            "impl" => Self::Block(keyword.span()),
            word if is_item(word, second.as_ref()) => Self::Item(keyword),
            word => Self::Code(keyword.span(), kind_of_code(word, second.as_ref())),
        })
    }
}

/// `fn`, perhaps behind `const unsafe extern "C"` and the like; or the `gen` in front of it.
fn keyword_of_function(input: ParseStream<'_>) -> Option<Ident> {
    let mut generator = None;
    loop {
        let word = match input.parse::<TokenTree>().ok()? {
            TokenTree::Ident(word) => word,
            TokenTree::Literal(_) => continue,
            _ => return None,
        };
        match word.to_string().as_str() {
            "fn" => return generator.or(Some(word)),
            "gen" => generator = Some(word),
            "const" | "async" | "unsafe" | "safe" | "extern" => {}
            _ => return None,
        }
    }
}

/// By its first word, and what follows: `const X: u8 = 1`, but not `const { 1 }`.
fn is_item(word: &str, next: Option<&TokenTree>) -> bool {
    let is_named = matches!(next, Some(TokenTree::Ident(_)));
    // What a macro makes may be items.
    let is_macro = matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
    match word {
        "enum" | "extern" | "let" | "macro_rules" | "mod" | "struct" | "trait" | "type" | "use" => {
            true
        }
        "const" | "macro" | "static" | "union" => is_named,
        _ => is_macro,
    }
}

fn kind_of_code(word: &str, next: Option<&TokenTree>) -> &'static str {
    let next = next.map(ToString::to_string).unwrap_or_default();
    match (word, next.as_str()) {
        ("|", _) | ("move" | "static" | "async" | "const", "|") => "closures",
        ("async", "move") | ("move", _) => "closures and `async` blocks",
        ("async", _) => "`async` blocks",
        _ => "expressions",
    }
}

fn advice(keyword: &str) -> String {
    let instead = match keyword {
        "trait" => "put it on each method that calls something unreliable",
        "mod" => "put it on each function that calls something unreliable",
        "struct" | "enum" | "union" => "put it on the methods that call something unreliable",
        "let" => MOVE,
        _ => "remove the attribute",
    };
    format!("`circuit_breaker` goes on functions, not on `{keyword}`: {instead}")
}

/// A block whose header is right for the compiler, which knows more than the parser here.
fn unreadable(item: &TokenStream) -> String {
    let mut header: Vec<TokenTree> = item.clone().into_iter().collect();
    header.pop();
    let reason = match syn::parse2::<ItemImpl>(quote!(#(#header)* {})) {
        Err(error) => format!(" ({error})"),
        Ok(_) => String::new(),
    };
    format!(
        "`circuit_breaker` can't read the header of this `impl` block{reason}: \
         put the attribute on each method that calls something unreliable"
    )
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::expand;
    use crate::diagnostics::Errors;

    fn message(item: &str) -> String {
        let item: TokenStream = item.parse().expect("the item lexes");
        let before = item.to_string();
        let expanded = expand(item, Errors::default()).to_string();
        expanded.strip_prefix(&before).unwrap_or(&expanded).trim().to_owned()
    }

    #[test]
    fn says_what_it_stands_on() {
        for (item, expected) in [
            ("|| call()", "not on closures:"),
            ("|x: u8| call(x)", "not on closures:"),
            ("async || call()", "not on closures:"),
            ("async |x| call(x)", "not on closures:"),
            ("move || call()", "not on closures:"),
            ("async move { call() }", "not on closures and `async` blocks:"),
            ("async { call() }", "not on `async` blocks:"),
            ("call()", "not on expressions:"),
            ("self.call().await?", "not on expressions:"),
            ("{ call() }", "not on expressions:"),
            ("unsafe { call() }", "not on expressions:"),
            ("const { 1 }", "not on expressions:"),
            ("if a { call() }", "not on expressions:"),
            ("let a = call();", "not on `let`:"),
            ("pub struct A;", "not on `struct`:"),
            ("unsafe trait A {}", "not on `trait`:"),
            ("union A { a: u8 }", "not on `union`:"),
            ("const A: u8 = 1;", "not on `const`:"),
            ("items! { a }", "not on `items`:"),
            ("unsafe auto trait A { fn a(&self) { a() } }", "this is none"),
            ("macro_rules! a { () => {} }", "not on `macro_rules`:"),
            ("fn call();", "no body to protect"),
            ("pub unsafe extern \"C\" fn call();", "no body to protect"),
            ("pub gen fn items() -> u8 { yield 1; }", "a `gen fn` makes its items"),
            ("async gen fn items() -> u8 { yield 1; }", "a `gen fn` makes its items"),
            ("impl const Call for A { fn call() {} }", "the header of this `impl` block (expected"),
        ] {
            assert!(message(item).contains(expected), "{item}: {}", message(item));
        }
    }

    #[test]
    fn leaves_nothing_but_an_expression_in_the_place_of_one() {
        let message = message("|| call()");
        assert!(message.starts_with(":: core :: compile_error ! {"), "{message}");
        assert!(!message.contains("call ()"), "{message}");
    }
}
