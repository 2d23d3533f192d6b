//! The circuit in what others have built: a layer of `tower`, responses of `axum`.

#[cfg(feature = "axum")]
pub(crate) mod axum;
#[cfg(feature = "tower")]
pub mod tower;
