//! Whose circuits they are: the program's, or those of an isolated test. Who listens in a scope
//! hears its circuits alone, whatever thread acts on them.

#[cfg(feature = "test-util")]
mod in_place;
#[cfg(feature = "test-util")]
pub(crate) mod isolated;

/// The program, or an isolated test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ScopeId {
    /// Zero for the program.
    #[cfg(feature = "test-util")]
    number: u64,
}

impl ScopeId {
    pub(crate) const PROGRAM: Self = Self {
        #[cfg(feature = "test-util")]
        number: 0,
    };

    /// That of who listens, or reads what was counted, on this thread.
    #[cfg(feature = "test-util")]
    pub(crate) fn of_this_thread() -> Self {
        isolated::current().map_or(Self::PROGRAM, |scope| scope.id())
    }

    #[cfg(not(feature = "test-util"))]
    pub(crate) const fn of_this_thread() -> Self {
        Self::PROGRAM
    }
}

/// A circuit is the program's unless a test has made it in the place of one.
impl Default for ScopeId {
    fn default() -> Self {
        Self::PROGRAM
    }
}

/// Whether this thread has circuits of its own.
pub(crate) fn is_isolated() -> bool {
    ScopeId::of_this_thread() != ScopeId::PROGRAM
}
