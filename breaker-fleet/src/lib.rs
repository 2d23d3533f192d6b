//! What one process has learned about a dead callee, shared by all processes of a service.

mod circuits;
mod engine;
mod member;
mod wire;

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
