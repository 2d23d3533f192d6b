//! What a guarded call costs, beside the same call unguarded and the peers' guards.
//!
//! A [`Case`] is one way to make one call over and over. [`cases`] lists all of them; [`measure`]
//! takes their times, instructions and allocations; [`report`] prints them side by side.

pub mod case;
pub mod csv;
pub mod measure;
pub mod report;
mod subjects;

pub use hot_paths::body;

pub use case::{Case, Path};
pub use subjects::cases;
