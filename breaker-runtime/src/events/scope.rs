//! Whose circuits they are: the program's, or those of an isolated test. Who listens in a scope hears
//! its circuits alone, whatever thread acts on them.

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

    #[cfg(feature = "test-util")]
    pub(crate) const fn of_test(number: u64) -> Self {
        Self { number }
    }

    /// That of who listens, or reads what was counted, on this thread.
    #[cfg(feature = "test-util")]
    pub(crate) fn of_this_thread() -> Self {
        crate::testing::scope()
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
