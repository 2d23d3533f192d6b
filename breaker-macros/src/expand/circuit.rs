//! The `static` that is the circuit, and the names that generated code has for things.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::policy;
use crate::config::Config;

/// The item that declares the circuit. How it is registered is up to the runtime.
pub(crate) fn declare(config: &Config) -> TokenStream {
    let runtime = &config.runtime;
    let policy = policy::build(runtime, &config.policy);
    let name = config.name.as_ref().map_or_else(|| quote!(fn), |name| quote!(#name));
    quote!(#runtime::__circuit! { name: #name, policy: #policy })
}

/// The `static` that `__circuit!` declares.
pub(crate) fn reference() -> TokenStream {
    quote!(&__CIRCUIT_BREAKER)
}

/// A variable that no code of the user can see.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
