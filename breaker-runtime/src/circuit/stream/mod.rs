//! Streams, and bodies of HTTP, that tell a circuit when they fail (feature `stream`).
//!
//! [`CircuitBreaker::watch`](crate::CircuitBreaker::watch),
//! [`KeyedCircuitBreaker::watch`](crate::KeyedCircuitBreaker::watch) and
//! [`Permit::watch`](crate::Permit::watch) make them. The guide's chapter
//! [Streams](crate::_guide::streams) says what counts.

pub(crate) mod course;
mod watched;

pub use watched::{ByItem, Watched};
