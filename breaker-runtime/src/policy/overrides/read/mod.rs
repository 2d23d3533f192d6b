//! Where overrides come from: variables of the environment, files.

mod environment;
#[cfg(feature = "serde")]
mod files;
mod near_miss;
