//! The snippets of `docs/recipes.md`: the compiler reads them as documentation of this crate, and
//! those that are tried against servers stand here too.

#[cfg(doctest)]
#[doc = include_str!("../../../docs/recipes.md")]
mod recipes {}

pub mod grpc;
pub mod http;
pub mod sqlite;
