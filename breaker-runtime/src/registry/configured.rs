//! What changed when overrides were applied.

use core::fmt;
use core::time::Duration;

use crate::breaker::CircuitBreaker;
use crate::events::state::State;
use crate::policy::overrides::{OverrideError, PassedBy};
use crate::policy::{Policy, SettingChange, differences};

/// The result of [`Registry::configure`](crate::Registry::configure): what changed, what had no
/// effect, and what was left out.
///
/// [`Display`](fmt::Display) writes one line for each:
///
/// ```
/// use breaker_runtime::{circuit_breaker, registry, Overrides, Setting};
/// use std::time::Duration;
///
/// #[circuit_breaker(threshold = 1, open_for = "10m", name = "ledger")]
/// fn book() -> std::io::Result<()> { Err(std::io::ErrorKind::Other.into()) }
///
/// # fn main() -> Result<(), breaker_runtime::ConfigureError> {
/// book().unwrap_err();
/// let overrides = Overrides::new().circuit("ledger", Setting::OpenFor(Duration::from_secs(10)));
/// let configured = registry().configure(&overrides)?;
/// let change = &configured.changes()[0];
/// assert_eq!(change.settings()[0].to_string(), "open_for 10m -> 10s");
/// assert!(change.still_open_for > Some(Duration::from_secs(500))); // this opening is as it was
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configured {
    pub(super) changes: Vec<PolicyChange>,
    pub(super) passed_by: Vec<PassedBy>,
    pub(super) left_out: Vec<OverrideError>,
}

impl Configured {
    /// The circuits whose settings changed: not those that had the new values already.
    #[must_use]
    pub fn changes(&self) -> &[PolicyChange] {
        &self.changes
    }

    /// The overrides of a group, or of all circuits, that have no effect on a circuit because of
    /// its rule.
    #[must_use]
    pub fn passed_by(&self) -> &[PassedBy] {
        &self.passed_by
    }

    /// The overrides that were not applied, each with its mistake.
    ///
    /// [`configure_what_fits`](crate::Registry::configure_what_fits) leaves out what is wrong.
    /// [`configure`](crate::Registry::configure) too leaves out variables that only resemble
    /// overrides, such as `CIRCUIT_BREAKER_THRESHOLD` with a single `_`.
    #[must_use]
    pub fn left_out(&self) -> &[OverrideError] {
        &self.left_out
    }
}

impl fmt::Display for Configured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.changes.len() {
            0 => f.write_str("no circuit changed")?,
            1 => f.write_str("1 circuit changed:")?,
            more => write!(f, "{more} circuits changed:")?,
        }
        self.changes.iter().try_for_each(|change| write!(f, "\n  {change}"))?;
        self.passed_by.iter().try_for_each(|passed_by| write!(f, "\n  {passed_by}"))?;
        self.left_out.iter().try_for_each(|error| write!(f, "\n  left out: {error}"))
    }
}

/// One circuit whose settings [`configure`](crate::Registry::configure) changed.
///
/// The guide's chapter [Overrides](crate::_guide::overrides#when-it-takes-effect) has more. When a
/// new value takes effect depends on the setting:
///
/// * `threshold`, `window` and other settings of the rule: at the next failure, with the failures
///   so far;
/// * `slow_call`, `timeout`: for calls that begin from now on;
/// * `half_open_calls`, `ramp_up`: at once;
/// * `open_for`, `max_open_for`, `jitter`: at the next opening.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PolicyChange {
    /// The circuit's name.
    pub circuit: &'static str,
    /// The key of the circuit, if it has one.
    pub key: Option<String>,
    /// The policy before the change.
    pub from: Policy,
    /// The policy after the change.
    pub to: Policy,
    /// The state at the time of the change.
    pub state: State,
    /// How much longer an open circuit stays open; `None` if the circuit is not open.
    ///
    /// The change does not shorten the opening under way. [`reset`](CircuitBreaker::reset) ends it.
    pub still_open_for: Option<Duration>,
    /// What changed of calls and keys, which no policy has.
    limits: Vec<SettingChange>,
}

impl PolicyChange {
    pub(super) fn of(circuit: &CircuitBreaker, from: Policy, to: Policy) -> Self {
        circuit.circuit().with_parts(|parts| Self {
            circuit: circuit.name(),
            key: parts.key().map(|key| key.to_string()),
            from,
            to,
            state: parts.state,
            still_open_for: parts.retry_after().filter(|_| parts.state == State::Open),
            limits: Vec::new(),
        })
    }

    /// The change of a key that has no circuit yet.
    pub(super) fn of_key(circuit: &'static str, key: &str, from: Policy, to: Policy) -> Self {
        let (state, key) = (State::Closed, Some(key.to_owned()));
        Self { circuit, key, from, to, state, still_open_for: None, limits: Vec::new() }
    }

    /// The same, with this changed beside the policy.
    pub(super) fn with(self, limits: Vec<SettingChange>) -> Self {
        Self { limits, ..self }
    }

    /// Whether any setting changed.
    pub(super) fn is_one(&self) -> bool {
        !self.settings().is_empty()
    }

    /// The settings whose values changed, by the attribute's names.
    #[must_use]
    pub fn settings(&self) -> Vec<SettingChange> {
        let mut settings = differences(&self.from, &self.to);
        settings.extend(self.limits.iter().cloned());
        settings
    }
}

/// `` `db`: open_for 10m -> 10s, from the next opening on: this one goes on for 598s ``.
impl fmt::Display for PolicyChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}", self.circuit)?;
        if let Some(key) = &self.key {
            write!(f, "[{}]", key.escape_debug())?;
        }
        f.write_str("`:")?;
        let settings = self.settings();
        for (at, setting) in settings.iter().enumerate() {
            write!(f, "{} {setting}", if at == 0 { "" } else { "," })?;
        }
        let is_of_openings = |name| matches!(name, "open_for" | "max_open_for" | "jitter");
        match self.still_open_for {
            Some(rest) if settings.iter().any(|setting| is_of_openings(setting.name)) => {
                write!(f, "; from the next opening on: the one under way goes on for {rest:.0?}")
            }
            _ => Ok(()),
        }
    }
}
