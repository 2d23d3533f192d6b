//! The trial calls of a half-open circuit (rules S6 and S17), and the calls within them (rule S14).
//!
//! Which calls become trial calls is decided in [`admission`](super::admission).

pub(crate) mod call;
pub(super) mod past_rounds;
pub(super) mod places;
mod probe;
mod results;
pub(super) mod round;
