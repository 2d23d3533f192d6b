//! The attribute as a whole, on tokens.

mod arguments;
mod broken;
mod expansions;
mod whole_policy;
