//! What a change comes to beside the overrides that are in force: all of it, or an error.

use super::{Resolution, Resolved};
use crate::policy::overrides::error::{ConfigureError, OverrideError};
use crate::policy::overrides::list::Overrides;
use crate::policy::overrides::subject::Subject;

impl Overrides {
    /// The policies of all after a change, if nothing is wrong but what is so without it too, by
    /// one of `known`: circuits that were listed since may contradict what was said before. Those
    /// go on by what was `amended` alone.
    pub(crate) fn resolve_changed(
        &self,
        amended: &Self,
        known: &[Self],
        all: &[Subject],
    ) -> Result<Resolution, ConfigureError> {
        let kept_back = |subject| amended.resolve_one_what_fits(subject);
        let (resolved, mut wrong) = self.resolve_all(all, kept_back);
        let wrong_in = |known: &Self| known.resolve_all(all, |_| Resolved::default()).1;
        forget_known(&mut wrong, known, wrong_in);
        self.resolution(all, resolved, wrong)
    }

    /// The same where what does not fit was left out before: the change leaves out no more, neither
    /// of itself nor of what is in force.
    pub(crate) fn resolve_changed_what_fits(
        &self,
        known: &[Self],
        all: &[Subject],
    ) -> Result<Resolution, ConfigureError> {
        let resolution = self.resolve_what_fits(all);
        let near_misses: Vec<_> = self.left_out_as_near_misses().collect();
        let mut errors = resolution.left_out.clone();
        errors.retain(|error| !near_misses.contains(error));
        forget_known(&mut errors, known, |known| known.resolve_what_fits(all).left_out);
        if errors.is_empty() { Ok(resolution) } else { Err(ConfigureError { errors }) }
    }
}

fn forget_known(
    wrong: &mut Vec<OverrideError>,
    known: &[Overrides],
    wrong_in: impl Fn(&Overrides) -> Vec<OverrideError>,
) {
    for known in known {
        // Seldom anything is, and then nothing is to be compared.
        if !wrong.is_empty() {
            let known = wrong_in(known);
            wrong.retain(|error| !known.contains(error));
        }
    }
}
