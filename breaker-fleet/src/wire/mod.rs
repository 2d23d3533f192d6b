//! What is kept by an engine and sent between it and members: types without logic, and their
//! encoding.
//!
//! Times on the wire are whole microseconds. What an engine says of its own clock is an
//! [`EngineTime`], which members hand back and never compare with a clock of theirs; everything
//! else is a duration that remains or has passed.

mod batch;
mod control;
mod encoding;
mod member_id;
mod name;
mod peer;
mod reply;
mod request;
mod said;
mod subject;
mod terms;
mod text;
mod time;
mod view;
mod why;

pub use batch::{Batch, Message};
pub(crate) use control::NEAR;
pub use control::{Control, ForcedTo, OrderId, Ordered};
pub use encoding::{MOST_BYTES, Malformed};
pub use member_id::MemberId;
pub use name::Name;
pub use peer::Peer;
pub use reply::{Reply, Synced};
pub use request::Request;
pub use said::Said;
pub use subject::{Part, Subject};
pub(crate) use terms::{AFTERWARDS, LEASE, MOST_KEEP};
pub use terms::{MOST_TIME, Terms};
pub use text::{Text, plain};
pub(crate) use time::micros;
pub use view::{Outage, Phase, State, View};
pub use why::Why;

/// A moment on the engine's own clock, in microseconds. Opaque to members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EngineTime(pub u64);

/// The number of a change: `max(highest of the namespace + 1, engine's time in µs)`. One counter
/// serves all records of a namespace.
pub type Version = u64;

/// No number on the wire is larger: a Lua number holds it exactly.
pub const MOST: u64 = 1 << 53;
