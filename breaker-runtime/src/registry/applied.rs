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

    /// The same with these on top; and what is in force of everything else, beside which they have
    /// to be right.
    pub(super) fn amended(&self, overrides: &Overrides) -> (Self, Vec<Overrides>) {
        let amended = self.amended.clone().amended(overrides);
        (Self { amended, ..self.clone() }, vec![self.overrides().without(overrides)])
    }

    /// The same without these on top; and what was in force before, of which this brings something
    /// back.
    pub(super) fn withdrawn(&self, overrides: &Overrides) -> (Self, Vec<Overrides>) {
        let amended = self.amended.clone().without(overrides);
        let known = vec![self.overrides(), self.configured.clone()];
        (Self { amended, ..self.clone() }, known)
    }

    /// All that is in force.
    fn overrides(&self) -> Overrides {
        self.configured.clone().amended(&self.amended)
    }

    /// The settings of a circuit that is listed later. Where all overrides had to fit and one does
    /// not fit this circuit, the circuit has what came on top since, as far as that fits.
    pub(super) fn of(&self, subject: Subject) -> Resolved {
        let overrides = self.overrides();
        if self.only_what_fits {
            return overrides.resolve_one_what_fits(subject);
        }
        let resolved = overrides.resolve_one(subject);
        resolved.unwrap_or_else(|_| self.amended.resolve_one_what_fits(subject))
    }

    /// What all circuits go on by after a change, which nothing stops that is wrong by `known`
    /// overrides too.
    pub(super) fn resolve_changed(
        &self,
        known: &[Overrides],
        subjects: &[Subject],
    ) -> Result<Resolution, ConfigureError> {
        if self.only_what_fits {
            self.overrides().resolve_changed_what_fits(known, subjects)
        } else {
            self.overrides().resolve_changed(&self.amended, known, subjects)
        }
    }
}
