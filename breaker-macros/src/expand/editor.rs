//! Lets rust-analyzer complete and explain the keys: to it alone they are fields of a struct. Emitted also, and above all,
//! while an argument is being typed.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::args::Args;

pub(crate) fn completions(args: &Args, runtime: &Path) -> TokenStream {
    // `crate` can't be a field.
    let keys = args.typed_keys().iter().filter(|key| *key != "crate");
    let arguments = quote!(#runtime::__private::Arguments);
    quote! {
        #[allow(unexpected_cfgs)]
        const _: fn() = || {
            #[cfg(rust_analyzer)]
            let _ = #arguments { #(#keys: (),)* ..#arguments::NONE };
        };
    }
}
