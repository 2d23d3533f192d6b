//! What is seen of circuits on request: snapshots, metrics' readings, data.

#[cfg(feature = "serde")]
mod data;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(feature = "metrics")]
mod readings;
pub(crate) mod saved;
pub(crate) mod snapshot;
