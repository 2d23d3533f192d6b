//! Functions as users write them, which compile and do the same with the attribute, and beside
//! those of other crates.

#![allow(
    clippy::elidable_lifetime_names,
    clippy::manual_async_fn,
    clippy::needless_pass_by_value,
    clippy::ptr_arg,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_wraps,
    clippy::unused_async,
    clippy::unused_self,
    reason = "functions with nothing but a shape"
)]

mod attributes;
mod bodies;
mod callee;
mod generics;
mod lints;
mod macros;
mod names;
mod patterns;
mod spans;
mod traits;
mod web;
