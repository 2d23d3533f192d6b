//! Nothing but the snippets of `docs/recipes.md`: the compiler reads them as documentation of this crate.

#![cfg(doctest)]

#[doc = include_str!("../../../docs/recipes.md")]
mod recipes {}
