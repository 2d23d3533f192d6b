//! What became of many circuits that were saved.

use core::fmt;

use super::{RestoreError, Saved};
use crate::events::state::State;

/// What became of the circuits that [`Registry::restore`](crate::Registry::restore) was told of.
/// Those that were closed and had recovered are in neither list: they begin as all circuits do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "it has the circuits that were not restored"]
pub struct Restored {
    /// Those that go on as they were.
    pub circuits: Vec<RestoredCircuit>,
    /// Those that don't, each with its reason.
    pub not_restored: Vec<NotRestored>,
}

/// A circuit that goes on as it was before a restart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestoredCircuit {
    /// The circuit's name.
    pub name: String,
    /// The key that it serves, if it serves one.
    pub key: Option<String>,
    /// The state that it goes on in: one that was open is half-open if its open time has ended
    /// since.
    pub state: State,
}

/// A circuit that does not go on as it was before a restart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotRestored {
    /// What was saved of it.
    pub saved: Saved,
    /// Why not.
    pub error: RestoreError,
}

/// `restored: gateway (open), fetch[example.org] (half-open); not restored: old: no circuit is
/// called ..`.
impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("restored: ")?;
        if self.circuits.is_empty() {
            f.write_str("none")?;
        }
        for (at, RestoredCircuit { name, key, state }) in self.circuits.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            write_name(f, name, key.as_deref())?;
            write!(f, " ({state})")?;
        }
        for (at, NotRestored { saved, error }) in self.not_restored.iter().enumerate() {
            f.write_str(if at == 0 { "; not restored: " } else { ", " })?;
            write_name(f, &saved.name, saved.key.as_deref())?;
            write!(f, ": {error}")?;
        }
        Ok(())
    }
}

/// In one line, whatever somebody has written there.
fn write_name(f: &mut fmt::Formatter<'_>, name: &str, key: Option<&str>) -> fmt::Result {
    write!(f, "{}", name.escape_debug())?;
    key.map_or(Ok(()), |key| write!(f, "[{}]", key.escape_debug()))
}
