//! Functions as users write them, which compile and do the same with the attribute, and beside
//! those of other crates.

#![allow(clippy::unused_async, reason = "functions with nothing but a shape")]

mod callee;
mod lints;
mod spans;
