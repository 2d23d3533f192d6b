//! Locals in front of an expression.

use proc_macro2::TokenStream;
use quote::quote;

/// A block of `locals` and of `value`, which may use them.
pub(crate) fn in_front_of(locals: &TokenStream, value: &TokenStream) -> TokenStream {
    let value = last(value);
    quote!({ #locals #value })
}

/// `value` as the last expression of a block with locals.
///
/// Its temporaries may borrow from these, and before edition 2024 they outlive them. They never outlive the arm of a `match`.
pub(crate) fn last(value: &TokenStream) -> TokenStream {
    quote!(match () { () => #value })
}
