//! What is different about two policies, in the words of the attribute.

use core::fmt;

use super::Policy;
use super::table::Field;
use super::value::Value;

/// One setting of a circuit that has changed: its name, its old value and its new one.
///
/// Displayed as `open_for 10m -> 10s`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingChange {
    /// The setting's name in the attribute, such as `open_for`.
    pub name: &'static str,
    /// The old value as written in the attribute, such as `30s`; `off` if it was not set.
    pub from: String,
    /// The new value as written in the attribute; `off` if it is not set any more.
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
