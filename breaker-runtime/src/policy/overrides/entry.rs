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
