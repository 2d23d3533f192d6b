//! One override: a setting, and where it was said.

use super::problem::Problem;
use super::target::Target;
use crate::policy::Setting;

/// One setting, and where it was said.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// As its author would look for it: `db.threshold`, or the name of a variable.
    pub(super) source: String,
    pub(super) target: Target,
    pub(super) setting: Result<Setting, Problem>,
    /// As it was written, if it was.
    pub(super) text: Option<String>,
}

impl Entry {
    /// Whether it says something of the same setting of the same circuits.
    pub(super) fn replaces(&self, old: &Self) -> bool {
        let fields = (self.setting.as_ref(), old.setting.as_ref());
        let is_same = matches!(fields, (Ok(new), Ok(old)) if new.field() == old.field());
        is_same && self.target == old.target
    }
}
