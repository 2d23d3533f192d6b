//! What was said in vain.

use core::fmt;

use crate::policy::Rule;

/// A setting for a group or for all without an effect on a circuit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PassedBy {
    /// Where it was said: `threshold`, `shop::*.min_calls`, or the name of a variable.
    pub source: String,
    /// The circuit.
    pub circuit: &'static str,
    /// Its rule, with which the setting does not go.
    pub rule: Rule,
}

impl fmt::Display for PassedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, circuit, rule } = self;
        write!(f, "`{source}` has no effect on `{circuit}`, whose rule is {rule}")
    }
}
