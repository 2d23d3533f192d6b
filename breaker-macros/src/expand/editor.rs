//! Lets rust-analyzer complete and explain the keys: they are the fields of a struct of the
//! runtime, with documentation.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Path;

use crate::args::Args;
use crate::args::key::Key;

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

/// The struct itself, for the runtime.
pub(crate) fn declaration() -> TokenStream {
    // `crate` can't be a field.
    let field = |key: &Key| Some((syn::parse_str::<Ident>(key.name()).ok()?, documentation(*key)));
    let (names, docs): (Vec<_>, Vec<_>) = Key::ALL.iter().filter_map(field).unzip();
    quote! {
        /// The arguments of `#[circuit_breaker]`, as fields: an editor that completes field names
        /// completes them, and shows these texts.
        #[derive(Debug)]
        pub struct Arguments {
            #(#[doc = #docs] pub #names: (),)*
        }

        impl Arguments {
            /// The default: no argument.
            pub const NONE: Self = Self { #(#names: (),)* };
        }
    }
}

/// `How long the circuit stays open before trial calls: "30s". Default: "30s".`
fn documentation(key: Key) -> String {
    let row = key.row();
    let mut letters = row.meaning.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let meaning: String = first.chain(letters).collect();
    let default = match row.default {
        "" => String::new(),
        default => format!(" Default: `{default}`."),
    };
    format!("{meaning}: {}.{default}", row.form)
}
