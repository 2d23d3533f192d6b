//! A snapshot in one line.

use core::fmt;
use core::time::Duration;

use super::{Snapshot, Suspected};
use crate::events::forced::Forced;
use crate::events::state::State;
use crate::policy::rule_in_view::{InView, Near};
use crate::tallies::calls::Calls;

/// `shop::fetch[example.org]: closed for 2m 5s; 12 calls: 9 succeeded, 3 failed (3 timeouts); 2 of
/// 5 failures; rule: 5 failures in 10s, open for 30s, 1 trial call`.
///
/// In this order: the name and the key, the state and for how long, when an open circuit admits the
/// next trial call, when a forced state ends, by whom and why, for how long the circuit is
/// suspected and by whom, how long the outage has lasted, how many keys have circuits and how many
/// of these are not closed, all calls so far, how near the circuit is to opening, the last failure,
/// who answers rejected calls, and the policy. What a circuit does not have is left out.
impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        if let Some(key) = &self.key {
            write!(f, "[{}]", key.escape_debug())?;
        }
        write!(f, ": {} for {}", self.state, Rounded(self.in_state_for))?;
        match (&self.forced, self.retry_after) {
            (Some(forced), _) => write_forced(f, forced)?,
            (None, Some(rest)) => write!(f, ", next trial in {}", Rounded::up(rest))?,
            (None, None) => {}
        }
        if let Some(suspected) = &self.suspected {
            write_suspected(f, suspected)?;
        }
        if let Some(time) = self.outage_for.filter(|&time| time != self.in_state_for) {
            write!(f, ", in an outage for {}", Rounded(time))?;
        }
        match &self.keys {
            Some(keys) => write!(f, "; {keys}; {}{}", keys.calls, WithoutCircuit(self.calls))?,
            None => write!(f, "; {}", self.calls)?,
        }
        if self.failures_in_window > 0 && matches!(self.state, State::Closed | State::RampUp) {
            write!(f, "; {}", Near(self.in_view()))?;
        }
        if let Some(last) = &self.last_failure {
            write!(f, "; last {last}")?;
        }
        for (at, step) in self.instead.iter().enumerate() {
            write!(f, "{} {step}", if at == 0 { "; instead" } else { "," })?;
        }
        write!(f, "; rule: {}", self.policy)
    }
}

impl Snapshot {
    const fn in_view(&self) -> InView {
        let (failures, calls) = (self.failures_in_window, self.calls_in_window);
        InView { rule: self.policy.rule(), failures, calls }
    }
}

/// `, suspected for 30s (pod-7)`.
fn write_suspected(f: &mut fmt::Formatter<'_>, suspected: &Suspected) -> fmt::Result {
    let Suspected { rest, by } = suspected;
    write!(f, ", suspected for {}", Rounded::up(*rest))?;
    if by.is_empty() { Ok(()) } else { write!(f, " ({})", by.escape_debug()) }
}

/// `, ends in 8m by anna: new certificates`.
fn write_forced(f: &mut fmt::Formatter<'_>, forced: &Forced) -> fmt::Result {
    if let Some(rest) = forced.rest {
        write!(f, ", ends in {}", Rounded::up(rest))?;
    }
    forced.write_note(f)
}

/// How many of all calls were those of keys that found no circuit.
struct WithoutCircuit(Calls);

impl fmt::Display for WithoutCircuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.total() {
            0 => Ok(()),
            calls => write!(f, ", {calls} of them without a circuit"),
        }
    }
}

/// A time as people say it: whole seconds, or milliseconds where it is less than one.
pub(super) struct Rounded(pub(super) Duration);

impl Rounded {
    /// What is still to come, as the dashboard says it: it is not over while it says zero.
    const fn up(rest: Duration) -> Self {
        match (rest.as_secs(), rest.subsec_nanos()) {
            (0, _) | (_, 0) => Self(rest),
            (seconds, _) => Self(Duration::from_secs(seconds.saturating_add(1))),
        }
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = if self.0 < Duration::from_secs(1) {
            Duration::from_millis(u64::from(self.0.subsec_millis()))
        } else {
            Duration::from_secs(self.0.as_secs())
        };
        humantime::format_duration(whole).fmt(f)
    }
}
