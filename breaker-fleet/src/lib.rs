#![cfg_attr(feature = "redis", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "redis"), doc = "The protocol of a fleet, without an engine.")]

mod circuits;
mod engine;
#[cfg(feature = "redis")]
mod join;
mod member;
#[cfg(feature = "redis")]
mod telemetry;
#[cfg(feature = "redis")]
mod watch;
mod wire;

pub use circuits::Local;
#[cfg(feature = "redis")]
pub use join::{Fleet, Join, join};
pub use member::{Away, FleetEvent, Traffic};
#[cfg(all(feature = "redis", feature = "metrics"))]
pub use telemetry::metrics;
#[cfg(feature = "redis")]
pub use watch::{LocalCircuit, OutagePhase, Peer, SharedOutage, Status, Watch};

/// The parts of the protocol, for this crate's own tests. No part of the public interface.
#[doc(hidden)]
pub mod __protocol {
    pub mod circuits {
        pub use crate::circuits::*;
    }
    pub mod engine {
        pub use crate::engine::*;
    }
    pub mod member {
        pub use crate::member::*;
    }
    pub mod wire {
        pub use crate::wire::*;
    }
}
