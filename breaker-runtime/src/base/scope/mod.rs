//! Scopes: the program, or an isolated test. A listener hears the circuits of its scope alone,
//! whatever thread acts on them.

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

    /// The scope of this thread: of a listener, or of a reader of counts.
    #[cfg(feature = "test-util")]
    pub(crate) fn of_this_thread() -> Self {
        isolated::current().map_or(Self::PROGRAM, |scope| scope.id())
    }

    #[cfg(not(feature = "test-util"))]
    pub(crate) const fn of_this_thread() -> Self {
        Self::PROGRAM
    }
}

/// A circuit belongs to the program, unless a test has made it as a copy.
impl Default for ScopeId {
    fn default() -> Self {
        Self::PROGRAM
    }
}

/// Whether this thread has circuits of its own.
pub(crate) fn is_isolated() -> bool {
    ScopeId::of_this_thread() != ScopeId::PROGRAM
}
