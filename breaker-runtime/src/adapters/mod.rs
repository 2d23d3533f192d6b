//! The circuit in what others have built: a layer of `tower`, responses of `axum`, the
//! header `Retry-After`.

#[cfg(feature = "axum")]
pub(crate) mod axum;
#[cfg(feature = "retry-after")]
pub(crate) mod retry_after;
#[cfg(feature = "tower")]
pub mod tower;
