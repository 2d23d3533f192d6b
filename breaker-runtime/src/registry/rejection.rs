//! What a rejection says of its circuit's key: it carries no text, and the list of all circuits
//! knows where that is.

use core::fmt;
use std::sync::Arc;

use super::registry;
use crate::call::rejection::CircuitOpen;
use crate::events::state::State;

impl CircuitOpen {
    /// The key whose circuit rejected the call.
    ///
    /// `None` for a circuit without keys, for one outside the [registry](crate::registry), and once
    /// the circuit went to another key: the key is looked up now, because a rejection carries no
    /// text.
    ///
    /// ```
    /// use breaker_runtime::{circuit_breaker, CircuitOpen};
    ///
    /// #[circuit_breaker(threshold = 1, key = host, name = "download")]
    /// fn fetch(host: &str) -> Result<u32, Box<dyn std::error::Error>> { Err(host.into()) }
    ///
    /// fetch("example.org").unwrap_err();
    /// let error = fetch("example.org").unwrap_err();
    /// let shown = error.to_string();
    /// assert!(shown.starts_with("circuit `download[example.org]` is open, retry in "));
    /// let open = error.downcast::<CircuitOpen>().unwrap();
    /// assert_eq!(open.key().as_deref(), Some("example.org"));
    /// ```
    #[must_use]
    pub fn key(&self) -> Option<Arc<str>> {
        let (occupant, circuit) = (self.occupant()?, self.circuit());
        let mut of_name = registry().all_by_key().filter(|keyed| keyed.name() == self.name());
        of_name.find_map(|keyed| keyed.key_of(occupant, circuit))
    }
}

impl fmt::Display for CircuitOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "circuit `{}", self.name())?;
        if let Some(key) = self.key() {
            write!(f, "[{}]", key.escape_debug())?;
        }
        if self.state() == State::RampUp {
            return f.write_str("` is recovering and admits a part of the calls");
        }
        write!(f, "` is {}", self.state())?;
        match self.retry_after() {
            Some(rest) => write!(f, ", retry in {rest:.1?}"),
            None => Ok(()),
        }
    }
}
