//! Whatever is wrong, the function is still there: nothing else in the crate may break, and editors
//! keep working.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

use crate::attribute::expand;

const ARGUMENTS: &[&str] = &[
    "",
    "threshold = 5, window = \"10s\"",
    "fallback = other",
    "thr",
    "thr =",
    "threshold = , window",
    "= = =",
    "(((",
    "threshold = 5 5 5, fallback = |",
    "fallback = || ||",
    "crate = self",
    "crate =",
    ", , ;",
    "'a 'b => { }",
    "fallback = other, fallback_on = failure",
    "fallback = |cause| f(cause, a), fallback_on = failure",
    "fallback_on = ",
    "timeout = \"3s\", failure(_)",
    "failure",
    "failure(",
    "failure(Ok(r) if",
    "failure(Ok(r) if r.)",
    "ignore(Err(_)), failure(, Ok(r) if r.x())",
    "skip",
    "skip = , threshold",
    "policy = HTTP, breaker = DB",
    "policy = , breaker",
    "fn",
    "#![x]",
];

const ITEMS: &[&str] = &[
    "fn f(a: u8, (b, c): (u8, u8)) -> R { body(a, b, c) }",
    "async fn f(mut a: u8, _: D) -> R { a += 1; g(a).await }",
    "pub(crate) unsafe extern \"C\" fn f<'a, T: X>(self: Box<Self>, a: &'a T) -> R where T: Y \
     { #![allow(z)] 1 }",
    "fn f() -> Pin<Box<dyn Future<Output = R> + Send + 'static>> { Box::pin(async move { h() }) }",
    "fn f() -> impl Future<Output = R> { if x { return y; } z }",
    // In the middle of being typed.
    "fn f(a: u8) -> R { #![allow(x) y] #! a }",
    "fn f(a: u8) -> R { #![ ] a }",
    "fn f(a: u8) -> R { if 1 { a. } else }",
    "fn f(a: u8) -> R { let x = ; match a { => } }",
    "async fn f(a: u8) { a. }",
    "fn f();",
    "const fn f() -> ! { }",
    "struct S { field: u8 }",
    "impl S { fn method(&self) {} }",
    "unsafe impl<T: X> T1 for S<T> where T: Y { #![allow(z)] const C: u8 = 1; type A = u8; \
     #[cfg(w)] async fn f(&self) -> R { g().await } m! {} fn h(); }",
    "impl S { #[circuit_breaker(skip)] const fn skip() {} #[circuit_breaker(threshold = 5)] fn \
     threshold(&self) -> R { circuit_breaker(5); if 1 { a. } else } fn h }",
    "impl S { pub fn f(&self) -> R { x } pub f }",
    "impl",
    "",
    "fn",
    "let x = 5;",
];

#[test]
fn the_item_is_always_emitted() {
    for arguments in ARGUMENTS {
        for item in ITEMS {
            let (Ok(args), Ok(item)) = (arguments.parse(), item.parse::<TokenStream>()) else {
                continue;
            };
            let (before, after) = (words(item.clone()), words(expand(args, item.clone())));
            let lost: Vec<_> = before.difference(&after).collect();
            assert!(lost.is_empty(), "#[circuit_breaker({arguments})] {item}: lost {lost:?}");
        }
    }
}

#[test]
fn what_parsed_as_a_function_still_does() {
    for arguments in ARGUMENTS {
        for item in ITEMS.iter().filter(|item| syn::parse_str::<syn::ItemFn>(item).is_ok()) {
            let (Ok(args), Ok(tokens)) = (arguments.parse(), item.parse()) else {
                continue;
            };
            let expanded = expand(args, tokens);
            let parsed = syn::parse2::<syn::ItemFn>(expanded.clone());
            assert!(parsed.is_ok(), "#[circuit_breaker({arguments})] {item}: {expanded}");
        }
    }
}

#[test]
fn what_parsed_as_a_block_still_does() {
    for arguments in ARGUMENTS {
        for item in ITEMS.iter().filter(|item| syn::parse_str::<syn::ItemImpl>(item).is_ok()) {
            let (Ok(args), Ok(tokens)) = (arguments.parse(), item.parse()) else {
                continue;
            };
            let expanded = expand(args, tokens);
            let parsed = syn::parse2::<syn::File>(expanded.clone());
            assert!(parsed.is_ok(), "#[circuit_breaker({arguments})] {item}: {expanded}");
        }
    }
}

/// What is wrong with a body is the compiler's to say.
#[test]
fn a_body_that_is_being_typed_is_a_body() {
    for item in ["fn f() -> R { #![allow(x) y] 1 }", "fn f() -> R { #! 1 }"] {
        let Ok(tokens) = item.parse() else { panic!("{item} lexes") };
        let expanded = expand(TokenStream::new(), tokens).to_string();
        assert!(!expanded.contains("compile_error"), "{item}: {expanded}");
    }
}

/// As with every other argument.
#[test]
fn a_raw_identifier_leaves_out_as_well() {
    let block = "impl S { #[circuit_breaker(r#skip)] fn f() -> R { 1 } fn g() -> R { 1 } }";
    let Ok(tokens) = block.parse() else { panic!("{block} lexes") };
    let expanded = expand(TokenStream::new(), tokens).to_string();
    assert!(!expanded.contains("compile_error"), "{expanded}");
}

fn words(tokens: TokenStream) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => drop(all.insert(word.to_string())),
            TokenTree::Literal(literal) => drop(all.insert(literal.to_string())),
            TokenTree::Group(group) => all.extend(words(group.stream())),
            TokenTree::Punct(_) => {}
        }
    }
    all
}
