//! The signature: as it was, but for patterns that become names.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{FnArg, Item, ItemFn, Pat, Signature};

use super::emptied;
use crate::tokens::{flat, is_kept_in_order};

pub(super) fn is_kept(item: &TokenStream, output: &TokenStream, is_right: bool) {
    let Ok(before) = syn::parse2::<ItemFn>(emptied(item)) else {
        return impl_is_kept(item, output);
    };
    let Ok(after) = syn::parse2::<ItemFn>(emptied(output)) else {
        panic!("not one function any more: {output}");
    };
    assert_eq!(before.vis.to_token_stream().to_string(), after.vis.to_token_stream().to_string());
    assert_eq!(
        shape(before.sig, is_right),
        shape(after.sig, is_right),
        "another signature: {output}"
    );
    let texts = |attrs: Vec<syn::Attribute>| {
        flat(attrs.into_iter().map(ToTokens::into_token_stream).collect())
    };
    assert!(
        is_kept_in_order(&texts(before.attrs), &texts(after.attrs)),
        "an attribute is gone: {output}"
    );
}

/// Everything in front of the braces, in one piece.
fn impl_is_kept(item: &TokenStream, output: &TokenStream) {
    if !matches!(syn::parse2(emptied(item)), Ok(Item::Impl(_))) {
        return;
    }
    let mut header = flat(emptied(item));
    header.truncate(header.len() - 1);
    let output = flat(output.clone());
    assert!(
        output.windows(header.len()).any(|window| window == header),
        "another header: {output:?}"
    );
}

/// The signature as text, without patterns where they may change.
fn shape(mut sig: Signature, without_patterns: bool) -> Vec<String> {
    for input in sig.inputs.iter_mut().filter(|_| without_patterns) {
        match input {
            FnArg::Typed(typed) => {
                typed.attrs.clear();
                *typed.pat = Pat::Verbatim(TokenStream::new());
            }
            FnArg::Receiver(receiver) => receiver.mutability = None,
        }
    }
    flat(sig.into_token_stream())
}
