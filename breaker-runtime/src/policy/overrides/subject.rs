//! A circuit as overrides see it.

use std::collections::BTreeSet;

use crate::base::identity::Location;
use crate::policy::Policy;
use crate::policy::table::Field;

/// A circuit, or a function with one for each key, as far as overrides look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    /// The policy that it was made with.
    pub(crate) made_with: Policy,
    pub(crate) location: Option<Location>,
    pub(crate) is_keyed: bool,
    /// Whether a function that it guards has a `timeout`.
    pub(crate) has_timeout: bool,
}

impl Subject {
    /// Whether there is such a setting to override.
    pub(super) const fn has(self, field: Field) -> bool {
        match field {
            Field::Timeout => self.has_timeout,
            Field::MaxKeys => self.is_keyed,
            _ => true,
        }
    }
}

/// Whether circuits of one name come from several places, of which none may know of the others. One
/// place that makes several has given all of them the same name.
pub(crate) fn is_shared_by_chance(locations: impl Iterator<Item = Option<Location>>) -> bool {
    let places = locations.map(|location| location.map(|at| (at.file, at.line)));
    places.collect::<BTreeSet<_>>().len() > 1
}
