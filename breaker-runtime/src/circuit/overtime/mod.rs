//! Whether a `timeout` drops a body on this thread. The calls within that body are abandoned with
//! it, though no caller gave one up.

#[cfg(feature = "tokio")]
mod mark;
#[cfg(feature = "tokio")]
pub(crate) use mark::{Ending, drops_a_body};

/// Without timers nothing is late.
#[cfg(not(feature = "tokio"))]
pub(crate) const fn drops_a_body() -> bool {
    false
}
