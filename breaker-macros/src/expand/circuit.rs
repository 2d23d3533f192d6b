//! The `static` that is the circuit, and the names that generated code has for things.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::quote;
use syn::{ExprPath, Path};

use super::locals::Locals;
use super::span::{Ends, call};
use super::{policy, site};
use crate::config::{Circuit, Config, Own, Timeout};

/// The item that declares the circuit. How it is registered is up to the runtime.
pub(crate) fn declare(config: &Config) -> TokenStream {
    let runtime = &config.runtime;
    match &config.circuit {
        Circuit::Own(own) => {
            let listing = site::lists(config).then(|| quote!(unlisted));
            declare_own(runtime, own, config.timeout.as_ref(), listing.as_ref())
        }
        Circuit::Shared(circuit) => name(runtime, circuit, config.key.is_some()),
        Circuit::OfBlock(_) => TokenStream::new(),
    }
}

fn declare_own(
    runtime: &Path,
    own: &Own,
    timeout: Option<&Timeout>,
    listing: Option<&TokenStream>,
) -> TokenStream {
    let policy = policy::build(runtime, &own.policy, timeout);
    let name = own.name.as_ref().map_or_else(|| quote!(fn), |name| quote!(#name));
    let max_keys = own.keys.as_ref().map(|keys| {
        let max_keys = policy::max_keys(runtime, keys);
        quote!(, max_keys: #max_keys)
    });
    let probe = own.probe.as_ref().map(|probe| quote!(, probe: #probe));
    quote!(#runtime::__circuit! { #listing name: #name, policy: #policy #probe #max_keys })
}

/// Names the user's circuit once, so that its mistakes are reported once. In a `static`, because
/// only there does the compiler tell those who wrote a `const` what to do.
fn name(runtime: &Path, circuit: &ExprPath, is_keyed: bool) -> TokenStream {
    let mut borrow = Punct::new('&', Spacing::Alone);
    borrow.set_span(Ends::of(circuit).first);
    let ends = Ends::of(circuit);
    let (named, check) = (Ident::new("Named", ends.first), Ident::new("ready", ends.last));
    let named = call(quote!(#named), quote!(#borrow #circuit), ends);
    // A closure is checked together with what is around it, and before that is evaluated.
    let ready = quote! {
        let _: fn() = || {
            #[allow(unused_imports)]
            use #runtime::__private::named::{Lazy as _, Named, NotLazy as _};
            #named.#check();
        };
    };
    let ty = if is_keyed { quote!(KeyedCircuitBreaker) } else { quote!(CircuitBreaker) };
    quote! {
        static __CIRCUIT_BREAKER: &#runtime::__private::#ty = { #ready #borrow #circuit };
    }
}

/// The circuit that `declare` declares.
///
/// The macro that declares it names it: without a runtime at its path there is neither, and that is
/// one error.
pub(crate) fn reference(config: &Config) -> TokenStream {
    let runtime = &config.runtime;
    match &config.circuit {
        Circuit::Own(_) => quote!(#runtime::__circuit!(@reference)),
        Circuit::Shared(_) => quote!(__CIRCUIT_BREAKER),
        Circuit::OfBlock(reference) => reference.clone(),
    }
}

/// The circuit, with its declaration if that is the function's: in a block of its own, so that no
/// code of the user meets its items. Where others need them, they stand [before](items).
pub(crate) fn expression(config: &Config) -> TokenStream {
    let reference = reference(config);
    if has_items(config) {
        return reference;
    }
    let (declaration, site) = (declared(config), site::declare(config, &Locals::default()));
    if declaration.is_empty() && site.is_empty() {
        return reference;
    }
    quote!({ #declaration #site #reference })
}

/// The items of a function whose fallback or `timeout` needs them.
pub(crate) fn items(config: &Config, locals: &Locals) -> TokenStream {
    if !has_items(config) {
        return TokenStream::new();
    }
    let (declaration, site) = (declared(config), site::declare(config, locals));
    quote!(#declaration #site)
}

const fn has_items(config: &Config) -> bool {
    config.fallback.is_some() || config.timeout.is_some()
}

/// The circuit, if it is the function's to declare.
fn declared(config: &Config) -> TokenStream {
    match &config.circuit {
        Circuit::OfBlock(_) => TokenStream::new(),
        Circuit::Own(_) | Circuit::Shared(_) => declare(config),
    }
}

/// A variable that no code of the user can see.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
