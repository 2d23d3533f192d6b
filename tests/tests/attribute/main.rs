//! `#[circuit_breaker]` as users write it: every shape of function keeps its meaning, trips, and
//! recovers.

#![expect(clippy::unwrap_used, reason = "a failed test")]
#![expect(
    clippy::unnecessary_wraps,
    clippy::unused_async,
    clippy::unused_self,
    reason = "functions with nothing but a shape"
)]

mod arguments;
mod bodies;
mod callee;
mod counts;
mod drop_order;
mod fallback;
mod fallback_chain;
mod fallback_moment;
mod functions;
mod futures;
mod generics;
mod instead;
mod instead_alike;
mod instead_called;
mod judged_opaque;
mod macro_made;
mod noisy;
mod parameters;
mod prelude;
mod qualifiers;
mod receivers;
mod registry;
mod return_types;
mod sends;
mod shadowed;
mod traits;
