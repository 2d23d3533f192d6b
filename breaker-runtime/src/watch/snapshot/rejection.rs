//! The last rejection from within a circuit's calls, as it is shown.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::line::Rounded;
use crate::call::rejection::CircuitOpen;
use crate::circuit::Circuit;
use crate::circuit::last_rejection::LastRejection;

/// The last call of a circuit that ended in the rejection of another circuit, further in (rule
/// [S20](crate::_guide::rules#s20-rejections-from-within)), in a [`Snapshot`](super::Snapshot).
///
/// The circuit ignores such calls. Who asks why its callers get something else than they asked for
/// finds out here:
///
/// ```
/// use std::io;
/// use breaker_runtime::{circuit_breaker, registry};
///
/// #[circuit_breaker(name = "pay", threshold = 1)]
/// fn pay() -> io::Result<()> { Err(io::ErrorKind::ConnectionRefused.into()) }
///
/// #[circuit_breaker(name = "checkout", fallback = sorry, fallback_on = failure)]
/// fn checkout() -> io::Result<()> { pay() }
/// fn sorry() -> io::Result<()> { Ok(()) }
///
/// pay().unwrap_err();
/// checkout().unwrap(); // `pay` is open: `sorry` answers
/// let checkout = registry().get("checkout").unwrap().snapshot();
/// let within = checkout.last_rejection_within.unwrap();
/// assert_eq!((within.by, checkout.calls.rejected_within), ("pay", 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectionWithin {
    /// How long ago the call ended.
    pub ago: Duration,
    /// The name of the circuit that rejected it, or of its function.
    pub by: &'static str,
    /// The key that has that circuit, if its function has one for each.
    pub key: Option<Arc<str>>,
}

impl RejectionWithin {
    /// The circuit's key is looked up in the list of all circuits: under no circuit's lock.
    pub(super) fn of((ago, by): (Duration, CircuitOpen)) -> Self {
        Self { ago, by: by.name(), key: by.key() }
    }

    /// The latest of all keys of this circuit, if it stands for some.
    pub(super) fn of_keys(whole: &Circuit) -> Option<Self> {
        let mut latest: Option<LastRejection> = None;
        whole.keys_of_whole()?.each(&mut |circuit| {
            let last =
                circuit.last_rejection().filter(|last| latest.is_none_or(|it| it.at < last.at));
            latest = last.or(latest);
        });
        latest.map(|last| Self::of((whole.clock().now().since(last.at), last.by)))
    }
}

/// `by download[example.org] 5s ago`.
impl fmt::Display for RejectionWithin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "by {}", self.by)?;
        if let Some(key) = &self.key {
            write!(f, "[{}]", key.escape_debug())?;
        }
        write!(f, " {} ago", Rounded(self.ago))
    }
}
