//! The time-outs of functions, which overrides may replace.
//!
//! Each is a `static` of its function, and holds what is in force in an atomic of its own: a call
//! reads no more than that.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;

use crate::base::identity::{Identified, Identity};
#[cfg(feature = "test-util")]
use crate::base::scope::isolated::{self, Replaceable, Scope};
use crate::base::time::nanos;
use crate::breaker::CircuitBreaker;
use crate::keyed::KeyedCircuitBreaker;
use crate::policy::limits::{NEVER, shown};
use crate::policy::{SettingChange, SettingSource, Source};
use crate::registry::{link, registry};

/// The `timeout` of a guarded function.
#[derive(Debug)]
pub struct Timeout {
    /// As the attribute has it.
    limit: Duration,
    circuit: &'static dyn Identified,
    /// What overrides say, in nanoseconds: zero for nothing, and the largest for no limit.
    overridden: AtomicU64,
}

impl Timeout {
    /// Makes the `timeout` of a function that this circuit guards.
    #[must_use]
    pub const fn new(limit: Duration, circuit: &'static dyn Identified) -> Self {
        Self { limit, circuit, overridden: AtomicU64::new(0) }
    }

    /// What is in force for a call that begins now.
    #[cfg_attr(not(feature = "tokio"), expect(dead_code, reason = "there is no timer"))]
    #[inline]
    pub(crate) fn limit(&'static self) -> Duration {
        link::list_timeout(self);
        self.here().in_force()
    }

    #[inline]
    fn in_force(&self) -> Duration {
        match self.overridden.load(Ordering::Relaxed) {
            0 => self.limit,
            u64::MAX => NEVER,
            nanos => Duration::from_nanos(nanos),
        }
    }

    /// This one, or the copy that stands for it in an isolated test.
    #[cfg(feature = "test-util")]
    #[inline]
    fn here(&self) -> &Self {
        isolated::in_place_of(self).unwrap_or(self)
    }

    #[cfg(not(feature = "test-util"))]
    #[inline]
    const fn here(&self) -> &Self {
        self
    }

    fn shown(&self) -> SettingSource {
        let is_overridden = self.overridden.load(Ordering::Relaxed) != 0;
        let source = if is_overridden { Source::Override } else { Source::Attribute };
        SettingSource { name: "timeout", value: shown(self.in_force()), source }
    }

    /// Returns what was in force before and is now.
    pub(super) fn replace(&self, limit: Option<Duration>) -> (Duration, Duration) {
        let before = self.in_force();
        self.overridden.store(limit.map_or(0, nanos), Ordering::Relaxed);
        (before, self.in_force())
    }

    /// Whose calls it limits.
    pub(super) const fn circuit(&self) -> &'static dyn Identified {
        self.circuit
    }

    fn identity(&self) -> Identity {
        self.circuit().identity()
    }
}

#[cfg(feature = "test-util")]
impl Replaceable for Timeout {
    fn copy_for(&self, _: &Scope) -> Self {
        Self::new(self.limit, self.circuit)
    }
}

/// Whether a function of this circuit has one.
pub(super) fn any_of(circuit: Identity) -> bool {
    link::timeouts().any(|timeout| timeout.identity() == circuit)
}

/// Replaces those of this circuit's functions, or brings back what the attributes say; returns what
/// changed.
pub(super) fn replace(circuit: Identity, limit: Option<Duration>) -> Vec<SettingChange> {
    let mut changes = Vec::new();
    for timeout in link::timeouts().filter(|timeout| timeout.identity() == circuit) {
        let (from, to) = timeout.here().replace(limit);
        let change = || SettingChange { name: "timeout", from: shown(from), to: shown(to) };
        let change = (from != to).then(change);
        // Functions of one circuit may say the same.
        changes.extend(change.filter(|change| !changes.contains(change)));
    }
    changes
}

/// # Settings of functions
impl CircuitBreaker {
    /// The settings of the functions that it guards, which no [policy](Self::policy) has, each with
    /// its source: `timeout`, and `max_keys` of a function with a circuit for each key.
    ///
    /// Functions that share the circuit may have a `timeout` each: a row for each value.
    ///
    /// ```standalone_crate
    /// use breaker_runtime::{Overrides, Setting, circuit_breaker, registry};
    /// use std::time::Duration;
    ///
    /// #[circuit_breaker(timeout = "3s", name = "quotes")]
    /// async fn quote() -> std::io::Result<f64> { Ok(1.08) }
    ///
    /// # fn main() -> Result<(), breaker_runtime::ConfigureError> {
    /// let sooner = Setting::Timeout(Some(Duration::from_secs(1)));
    /// registry().configure(&Overrides::new().circuit("quotes", sooner))?;
    /// let limits = registry().get("quotes").unwrap().limits();
    /// assert_eq!(limits[0].to_string(), "timeout 1s (override)");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn limits(&self) -> Vec<SettingSource> {
        let identity = self.identity();
        let of_functions = link::timeouts().filter(|timeout| timeout.identity() == identity);
        let mut limits = Vec::new();
        for limit in of_functions.map(|timeout| timeout.here().shown()) {
            if !limits.contains(&limit) {
                limits.push(limit);
            }
        }
        let keyed = registry().all_by_key().find(|keyed| keyed.identity() == identity);
        limits.extend(keyed.map(KeyedCircuitBreaker::bound_shown));
        limits
    }
}
