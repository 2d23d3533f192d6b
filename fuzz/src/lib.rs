//! What must hold for every input of the attribute's and the overrides' parsers, and how to find
//! inputs for which it doesn't.
//!
//! A [`Target`] checks one input. Inputs are text, so that a corpus can be read and written by
//! hand. `ci/fuzz` searches with libFuzzer where there is a nightly toolchain; `cargo test` here
//! checks the corpora, and `cargo run --bin <target>` searches without coverage.

// A crate of procedural macros exports nothing else: its sources are included.
// The table of arguments is also what editors complete from.
#[allow(dead_code)]
#[path = "../../breaker-macros/src/args/mod.rs"]
mod args;
#[path = "../../breaker-macros/src/attribute.rs"]
mod attribute;
#[path = "../../breaker-macros/src/block/mod.rs"]
mod block;
#[path = "../../breaker-macros/src/config/mod.rs"]
mod config;
// The attribute's own tests use more of it.
#[allow(dead_code)]
#[path = "../../breaker-macros/src/diagnostics.rs"]
mod diagnostics;
// The table of arguments is also what editors complete from.
#[allow(dead_code)]
#[path = "../../breaker-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../breaker-macros/src/item/mod.rs"]
mod item;
#[path = "../../breaker-macros/src/literals/mod.rs"]
mod literals;
#[path = "../../breaker-macros/src/validate/mod.rs"]
mod validate;

mod dice;
mod mutate;
mod search;
mod target;
pub mod targets;
mod tokens;

pub use search::run;
pub use target::Target;
