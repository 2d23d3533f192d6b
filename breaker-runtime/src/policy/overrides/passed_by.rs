//! Overrides without effect on a circuit.

use core::fmt;

use crate::policy::Rule;

/// An override of a group, or of all circuits, that has no effect on one circuit because of its
/// rule.
///
/// Example: `min_calls` for all circuits has no effect on a circuit that counts failures.
/// [`Configured::passed_by`](crate::Configured::passed_by) lists these.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PassedBy {
    /// Where the override stands: `threshold`, `shop::*.min_calls`, or the name of an environment
    /// variable.
    pub source: String,
    /// The name of the circuit.
    pub circuit: &'static str,
    /// The rule of the circuit, which has no such setting.
    pub rule: Rule,
}

impl fmt::Display for PassedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, circuit, rule } = self;
        write!(f, "`{source}` has no effect on `{circuit}`, whose rule is {rule}")
    }
}
