//! The README: its snippets are compiled and run here, each with what it needs around it.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod errors;
mod fallback;
mod front;
mod observed;
mod outcomes;
mod text;
mod under_test;
