//! The attribute as a whole, on tokens.

mod arguments;
mod broken;
mod circuits;
mod expansions;
mod whole_policy;
