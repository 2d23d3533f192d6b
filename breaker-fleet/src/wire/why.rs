//! Why a circuit opened, as far as it is shared.

use super::Text;

/// The reason of an opening in numbers. Never an error's text: it may hold what must not leave the
/// process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Why {
    /// A label: `failures`, `trial_call`, `suspected`, ..
    pub reason: Text,
    /// The failures that were counted.
    pub failures: u64,
    /// The calls among which they were counted.
    pub calls: u64,
}
