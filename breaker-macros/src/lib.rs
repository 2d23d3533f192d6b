//! The `#[circuit_breaker]` attribute of `breaker-runtime`, which re-exports it: depend on that crate, not on this one.

mod aliases;
mod args;
mod attribute;
mod config;
mod diagnostics;
mod expand;
mod item;
mod literal;
mod validate;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// x
#[proc_macro_attribute]
pub fn circuit_breaker(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(args.into(), item.into()).into()
}
