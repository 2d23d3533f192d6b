//! The error of a test that asks for a circuit that there isn't.

use core::fmt;

use crate::breaker::CircuitBreaker;
use crate::registry::{LookupError, registry};

/// The error of [`Isolation::circuit`](super::Isolation::circuit): no circuit, or more than one,
/// has the name.
///
/// Printed or unwrapped, the error lists the names that there are.
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
/// let text = error.to_string();
/// assert!(text.starts_with("no circuit is called `stocks`: did you mean `stock`? There are: `"));
/// assert!(error.known().any(|name| name == "stock"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownCircuit {
    problem: LookupError,
    known: Vec<String>,
}

impl UnknownCircuit {
    pub(super) fn new(problem: LookupError) -> Self {
        let mut known: Vec<_> = registry().iter().map(full_name).collect();
        known.sort_unstable();
        known.dedup();
        Self { problem, known }
    }

    /// The names of all circuits, sorted; `name[key]` for keys that were used.
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
        match &self.problem {
            LookupError::Unknown { name, nearest: None, .. } => {
                write!(f, "no circuit is called `{}`", name.escape_debug())?;
            }
            problem => fmt::Display::fmt(problem, f)?,
        }
        match &self.problem {
            LookupError::Ambiguous { .. } => return Ok(()),
            LookupError::Unknown { nearest: Some(_), .. } => f.write_str(" There are")?,
            _ => f.write_str("; there are")?,
        }
        if self.known.is_empty() {
            return f.write_str(" none in this program");
        }
        for (at, name) in self.known.iter().enumerate() {
            write!(f, "{} `{name}`", if at == 0 { ":" } else { "," })?;
        }
        if matches!(self.problem, LookupError::Unknown { .. }) {
            f.write_str(
                "; that of a key is listed with its first call, a `static` by `register!`",
            )?;
        }
        Ok(())
    }
}

/// Shown as by `Display`, because `unwrap` prints errors by `Debug`.
impl fmt::Debug for UnknownCircuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for UnknownCircuit {}
