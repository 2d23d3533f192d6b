//! The README: its snippets are compiled and run here, each with what it needs around it. The
//! guide: its links lead somewhere; its snippets are documentation tests.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod errors;
mod fallback;
mod front;
mod guide;
mod observed;
mod outcomes;
mod text;
mod under_test;
