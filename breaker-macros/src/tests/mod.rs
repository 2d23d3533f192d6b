//! The attribute as a whole, on tokens.

mod arguments;
mod broken;
mod circuits;
mod conflicts;
mod expansions;
mod items;
mod proposals;
mod values;
mod whole_policy;
