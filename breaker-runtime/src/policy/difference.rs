//! What is different about two policies, in the words of the attribute.

use core::fmt;

use super::Policy;
use super::table::Field;
use super::value::Value;

/// A setting that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingChange {
    /// The setting's name, as the attribute has it: `open_for`.
    pub name: &'static str,
    /// What it was, as one would write it; `off` for what was not set.
    pub from: String,
    /// What it is now.
    pub to: String,
}

impl fmt::Display for SettingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> {}", self.name, self.from, self.to)
    }
}

/// All that differ, in the order of the documentation.
pub(crate) fn differences(from: &Policy, to: &Policy) -> Vec<SettingChange> {
    let (from, to) = (from.settings(), to.settings());
    let values = |field: &Field| ((field.row().value)(&from), (field.row().value)(&to));
    let differ = Field::ALL.iter().map(|field| (field, values(field)));
    let differ = differ.filter(|(_, (from, to))| from != to);
    let change = |(field, (from, to)): (&Field, (Value, Value))| SettingChange {
        name: field.as_str(),
        from: from.to_string(),
        to: to.to_string(),
    };
    differ.map(change).collect()
}
