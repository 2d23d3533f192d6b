#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod answer;
#[cfg(not(target_arch = "wasm32"))]
mod body;
mod host;
mod judge;
mod middleware;
mod retry_after;

pub use judge::judge;
pub use middleware::CircuitBreakerMiddleware;
