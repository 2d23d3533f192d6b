//! The number of this process. A fork has one thread, whatever the memory that it inherits says of
//! others.

/// The number of this process; the same for all where there is no fork.
pub(crate) fn current() -> u32 {
    if cfg!(unix) { std::process::id() } else { 0 }
}
