//! What looks at the function: arguments that don't fit it, and functions that can't be wrapped.

pub(crate) mod arguments;
mod halves;
pub(crate) mod inert;
pub(crate) mod itself;
pub(crate) mod key;
pub(crate) mod other;
mod unfinished;
pub(crate) mod unsupported;
