//! The dashboard in a server.

mod axum;
#[cfg(feature = "serve")]
mod listen;
mod queue;
#[cfg(feature = "serve")]
mod serve;
mod stream;

pub use axum::router;
#[cfg(feature = "serve")]
pub use serve::{Served, serve};
