//! Lets rust-analyzer complete and explain the keys: they are the fields of a struct of the
//! runtime, with documentation.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Path;

use crate::args::Args;

/// For arguments that are right: every key is a field.
///
/// An item in any case: if the user's body is a single expression, `unused_braces` would report the
/// block that it becomes.
pub(crate) fn explanation(args: &Args, runtime: &Path) -> TokenStream {
    let arguments = arguments(args, runtime);
    quote!(const _: () = { #arguments };)
}

/// For arguments that are wrong, above all because they are being typed: a key need not be a field,
/// so the compiler must not see them.
pub(crate) fn completion(args: &Args, runtime: &Path) -> TokenStream {
    let arguments = arguments(args, runtime);
    if arguments.is_empty() {
        return arguments;
    }
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            #arguments
        };
    }
}

fn arguments(args: &Args, runtime: &Path) -> TokenStream {
    // Keywords such as `crate` can't be fields.
    let is_name = |key: &&Ident| syn::parse2::<Ident>(key.to_token_stream()).is_ok();
    let keys: Vec<_> = args.typed_keys().iter().filter(is_name).collect();
    if keys.is_empty() {
        return TokenStream::new();
    }
    let ty = quote!(#runtime::__private::AttributeArguments);
    quote!(let _ = #ty { #(#keys: (),)* ..#ty::NONE };)
}
