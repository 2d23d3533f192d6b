//! What doesn't go together in a policy.

use super::{Policy, PolicyError, Threshold};

/// # Checking the settings
impl Policy {
    /// Checks the settings, alone and together.
    ///
    /// A circuit is checked when it is made, so that few need this.
    ///
    /// # Errors
    ///
    /// The first mistake found.
    pub const fn check(&self) -> Result<(), PolicyError> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let is_share = matches!(self.threshold, Some(Threshold::Share(_)));
        if self.min_calls.is_some() && !is_share {
            return Err(PolicyError::MinCallsWithCount);
        }
        match self.max_open_for {
            Some(max) if max.get() < self.open_for => Err(PolicyError::MaxOpenForBelowOpenFor),
            _ => self.rule().check(),
        }
    }

    /// The first value that makes no sense by itself.
    pub(crate) const fn mistake(&self) -> Option<PolicyError> {
        self.mistake
    }

    /// The policy itself if it makes sense.
    ///
    /// # Panics
    ///
    /// If it does not; in a constant that is a compile error.
    #[track_caller]
    pub(crate) const fn checked(self) -> Self {
        if let Err(error) = self.check() {
            error.fail();
        }
        self
    }
}
