//! The overrides that are in force.

use crate::policy::overrides::{ConfigureError, Overrides, Resolution, Resolved, Subject};

/// Overrides, and how they were applied.
#[derive(Clone, Debug)]
pub(super) struct Applied {
    configured: Overrides,
    /// What came on top since, and can be taken back.
    amended: Overrides,
    only_what_fits: bool,
}

impl Applied {
    pub(super) const NOTHING: Self = Self::new(Overrides::new(), false);

    pub(super) const fn new(configured: Overrides, only_what_fits: bool) -> Self {
        Self { configured, amended: Overrides::new(), only_what_fits }
    }

    /// The same, where what came on top is another.
    pub(super) fn with_amended(&self, change: impl FnOnce(Overrides) -> Overrides) -> Self {
        Self { amended: change(self.amended.clone()), ..self.clone() }
    }

    /// All that is in force.
    fn overrides(&self) -> Overrides {
        self.configured.clone().amended(&self.amended)
    }

    /// The settings of a circuit that is listed later. Where all overrides had to fit and one does
    /// not fit this circuit, the circuit keeps the settings that it was made with.
    pub(super) fn of(&self, subject: Subject) -> Option<Resolved> {
        if self.only_what_fits {
            Some(self.overrides().resolve_one_what_fits(subject))
        } else {
            self.overrides().resolve_one(subject).ok()
        }
    }

    /// What all circuits go on by after a change, which nothing that was wrong before it stops.
    pub(super) fn resolve_after(
        &self,
        before: &Self,
        subjects: &[Subject],
    ) -> Result<Resolution, ConfigureError> {
        if self.only_what_fits {
            Ok(self.overrides().resolve_what_fits(subjects))
        } else {
            self.overrides().resolve_after(&before.overrides(), subjects)
        }
    }
}
