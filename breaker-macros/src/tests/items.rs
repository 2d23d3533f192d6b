//! What is said about the arguments and the item together.

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

use crate::attribute::expand;

/// The messages about `item`, in their order.
fn mistakes(arguments: &str, item: &str) -> Vec<String> {
    let (Ok(arguments), Ok(item)) = (arguments.parse(), item.parse()) else {
        panic!("{item} lexes")
    };
    let mut messages = Vec::new();
    collect(expand(arguments, item), &mut messages);
    messages
}

/// Of `compile_error! { ".." }`, wherever it stands.
fn collect(tokens: TokenStream, messages: &mut Vec<String>) {
    let mut is_error = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_error => {
                let text = syn::parse2::<LitStr>(group.stream());
                messages.extend(text.map(|text| text.value()));
                is_error = false;
            }
            TokenTree::Group(group) => collect(group.stream(), messages),
            TokenTree::Ident(word) => is_error = word == "compile_error",
            _ => {}
        }
    }
}

#[test]
fn arms_may_name_what_they_bind_and_nothing_else_of_the_function() {
    let item = "fn f(&self, a: u8) -> Result<u8, E> { Ok(a) }";
    for arms in ["failure(Ok(a) if a > 5)", "failure(Ok(b) if b > 5)", "ignore(Ok(a))"] {
        assert_eq!(mistakes(arms, item), Vec::<String>::new(), "{arms}");
    }
    let about = |name| {
        format!(
            "arms see the return value, not the argument `{name}`: write a value or a constant in its place"
        )
    };
    assert_eq!(mistakes("failure(Ok(b) if b > a)", item), [about("a")]);
    assert_eq!(mistakes("ignore(Ok(b) if self.is(b))", item), [about("self")]);
    assert_eq!(mistakes("success(Err(_) if format!(\"{a}\").is_empty())", item), [about("a")]);
}

#[test]
fn nothing_follows_from_a_setting_in_the_wrong_place() {
    let block = "impl S { #[circuit_breaker(window = \"10\")] fn f(&self) -> R { 1 } }";
    let belongs = "`window` belongs to the circuit, which is that of the whole block: write it there, \
                   or move the method to an `impl` block of its own";
    assert_eq!(mistakes("", block), [belongs]);
}

/// `x.07` is no `x.7`.
#[test]
fn a_member_that_is_no_function_stays_as_it_was() {
    let (Ok(block), arguments) =
        ("impl S { const C: u8 = X.07; fn f(&self) -> R { 1 } }".parse(), TokenStream::new())
    else {
        panic!("it lexes")
    };
    let expanded = expand(arguments, block).to_string();
    assert!(expanded.contains("const C : u8 = X . 07 ;"), "{expanded}");
}
