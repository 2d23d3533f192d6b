//! Which circuit.

use core::fmt;
use std::sync::Arc;

use super::text::plain;

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
        Self::would_fit(&self.name, self.key.as_deref())
    }

    /// The same of a circuit with this name and key.
    pub(crate) fn would_fit(name: &str, key: Option<&str>) -> bool {
        name.len() + key.map_or(0, str::len) <= Self::MOST
    }
}

/// `fetch[example.org]`, as one line that no terminal acts on.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&self.name, Self::MOST))?;
        let key = self.key.as_deref().map(|key| plain(key, Self::MOST));
        key.map_or(Ok(()), |key| write!(f, "[{key}]"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_keys_are_shown_as_one_line_that_no_terminal_acts_on() {
        assert_eq!(Name::new("pay").to_string(), "pay");
        let keyed = Name::keyed("a\u{202e}b", "\x1b]0;title\x07\r\n\"höst\"");
        let shown = "a\\u{202e}b[\\u{1b}]0;title\\u{7}\\r\\n\"höst\"]";
        assert_eq!(keyed.to_string(), shown);
        let long = Name::keyed("pay", &"\x1b".repeat(Name::MOST));
        assert!(long.to_string().len() < 2 * Name::MOST && long.to_string().ends_with("…]"));
    }
}
