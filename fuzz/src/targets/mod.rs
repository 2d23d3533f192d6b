//! What is checked of one input, for each parser.

pub mod attribute;
pub mod literals;
pub mod overrides;
