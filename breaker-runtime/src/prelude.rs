//! What a file that guards functions needs: `use breaker_runtime::prelude::*;`.
//!
//! The crate's root has modules named after the crates that they serve (`tower`, `tracing`,
//! `metrics`), which a glob import of the root would put in front of those crates. No name in here
//! is that of a crate.
//!
//! ```
//! use breaker_runtime::prelude::*;
//!
//! static DB: CircuitBreaker = CircuitBreaker::new("ledger db", Policy::new().threshold(3));
//!
//! #[circuit_breaker(breaker = DB)]
//! fn query(sql: &str) -> Result<usize, std::io::Error> {
//!     Ok(sql.len())
//! }
//!
//! assert_eq!(query("select 1").unwrap(), 8);
//! assert_eq!(DB.state(), State::Closed);
//! ```

pub use crate::call::cause::{Cause, TimedOut};
pub use crate::call::outcome::{Outcome, Reject, Verdict};
pub use crate::call::rejection::CircuitOpen;
pub use crate::circuit::CircuitBreaker;
pub use crate::circuit_breaker;
pub use crate::events::state::State;
pub use crate::keyed::KeyedCircuitBreaker;
pub use crate::policy::{Policy, Window};
pub use crate::registry::registry;
