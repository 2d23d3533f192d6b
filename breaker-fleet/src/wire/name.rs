//! Which circuit.

use core::fmt;
use std::sync::Arc;

/// A circuit by its name, and by its key if it is one of a keyed function's. Both hold anything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The circuit's name.
    pub name: Arc<str>,
    /// The key that the circuit serves.
    pub key: Option<Arc<str>>,
}

impl Name {
    /// The most bytes of a name and its key together. A circuit with a longer one stays local.
    pub const MOST: usize = 2048;

    /// A circuit without keys.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: Arc::from(name), key: None }
    }

    /// The circuit of one key.
    #[must_use]
    pub fn keyed(name: &str, key: &str) -> Self {
        Self { name: Arc::from(name), key: Some(Arc::from(key)) }
    }

    /// Whether it is short enough to be sent.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.name.len() + self.key.as_ref().map_or(0, |key| key.len()) <= Self::MOST
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.key.as_ref().map_or(Ok(()), |key| write!(f, "[{key}]"))
    }
}
