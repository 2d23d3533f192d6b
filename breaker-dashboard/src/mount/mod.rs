//! The dashboard in a server.

mod axum;
mod held;
#[cfg(feature = "serve")]
mod listen;
#[cfg(feature = "serve")]
mod serve;
mod stream;

pub use axum::router;
#[cfg(feature = "serve")]
pub use serve::{Served, serve};
