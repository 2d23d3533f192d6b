//! Where overrides come from: variables of the environment, files.

pub(super) mod environment;
#[cfg(feature = "serde")]
mod files;
mod near_miss;
