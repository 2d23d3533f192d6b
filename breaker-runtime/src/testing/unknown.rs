//! The error of a test that asks for a circuit that there isn't.

use core::fmt;

use crate::breaker::CircuitBreaker;
use crate::registry::{LookupError, registry};

/// No circuit has this name. Says which there are, also where a test unwraps it.
///
/// ```
/// use breaker_runtime::testing::isolate;
/// use breaker_runtime::{register, CircuitBreaker, Policy};
///
/// static STOCK: CircuitBreaker = CircuitBreaker::new("stock", Policy::new());
/// register!(STOCK);
///
/// # breaker_runtime::registry().register(&STOCK);
/// let error = isolate().circuit("stocks").unwrap_err();
/// assert!(error.to_string().starts_with("no circuit is called `stocks`; there are: `"));
/// assert!(error.known().any(|name| name == "stock"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownCircuit {
    problem: String,
    known: Vec<String>,
}

impl UnknownCircuit {
    pub(super) fn new(name: &str) -> Self {
        let mut known: Vec<_> = registry().iter().map(full_name).collect();
        known.sort_unstable();
        known.dedup();
        let problem = match registry().find(name) {
            Err(error @ LookupError::NoCircuitForKey { .. }) => error.to_string(),
            _ => format!("no circuit is called `{name}`"),
        };
        Self { problem, known }
    }

    /// The names that there are, sorted; `name[key]` for keys that were used.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }
}

fn full_name(circuit: &CircuitBreaker) -> String {
    let name = circuit.name();
    circuit.key().map_or_else(|| name.to_owned(), |key| format!("{name}[{key}]"))
}

impl fmt::Display for UnknownCircuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; there are", self.problem)?;
        if self.known.is_empty() {
            return f.write_str(" none in this program");
        }
        for (at, name) in self.known.iter().enumerate() {
            write!(f, "{} `{name}`", if at == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}

/// As it is displayed: this is what `unwrap` shows.
impl fmt::Debug for UnknownCircuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for UnknownCircuit {}
