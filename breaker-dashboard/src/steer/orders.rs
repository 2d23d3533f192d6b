//! Orders: what is wrong with one, and doing it.

use std::time::Duration;

use breaker_runtime::{CircuitBreaker, LookupError, Note, State, registry};

use super::keys;
use crate::document::{Action, Order, SteeredKeys};
use crate::record::reading::full_name;
use crate::view::unknown;
use crate::words::blank::is_blank;

/// Characters of a reason, and of a name of who steers.
pub(crate) const MOST_WHY: usize = 200;
pub(crate) const MOST_WHO: usize = 100;

/// How long a force lasts: if nothing is said, and at least and at most.
const USUAL: Duration = Duration::from_secs(10 * 60);
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Why an order was not done; nothing has changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Undone {
    /// It is no order that makes sense, or none that this program can do.
    Wrong(String),
    /// No circuit is called so.
    Unknown(String),
    /// Several are.
    Ambiguous(String),
}

/// An order that makes sense, of somebody.
#[derive(Debug)]
pub(crate) struct Sound<'o> {
    pub(super) order: &'o Order,
    who: &'o str,
    /// The reason, if one is given.
    pub(crate) why: Option<String>,
    deed: Deed,
}

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed {
    ForceOpen(Duration),
    ForceClosed(Duration),
    Reset,
    DryRun(bool),
}

impl<'o> Sound<'o> {
    pub(crate) fn new(order: &'o Order, who: &'o str) -> Result<Self, Undone> {
        Ok(Self { order, who, why: why(order)?, deed: deed(order)? })
    }

    /// How long a force lasts.
    pub(crate) fn for_ms(&self) -> Option<u64> {
        match self.deed {
            Deed::ForceOpen(end) | Deed::ForceClosed(end) => u64::try_from(end.as_millis()).ok(),
            Deed::Reset | Deed::DryRun(_) => None,
        }
    }

    /// Does what is ordered to the circuit that there is; it makes none. What became of the keys,
    /// if it stands for some.
    pub(crate) fn carry_out(&self) -> Result<Option<SteeredKeys>, Undone> {
        let note = || self.note();
        match self.deed {
            Deed::ForceOpen(end) => self.force(|circuit| circuit.force_open_for(end, note())),
            Deed::ForceClosed(end) => self.force(|circuit| circuit.force_closed_for(end, note())),
            Deed::Reset => self.reset(),
            Deed::DryRun(is_on) => self.dry_run(is_on),
        }?;
        let keyed = registry().find_keyed(&self.order.name).ok();
        Ok(keyed.filter(|_| self.order.key.is_none()).map(|keyed| keys::after(self.deed, keyed)))
    }

    /// A force on a circuit that is switched off would be seen by nobody, and hold once that is
    /// switched on again.
    fn force(&self, act: impl FnOnce(&CircuitBreaker)) -> Result<(), Undone> {
        if self.with(|circuit| circuit.policy().settings().enabled)? {
            return self.with(act);
        }
        Err(Undone::Ambiguous(format!(
            "`{}` is switched off by `enabled = false`: its calls pass, and no force holds before \
             it is switched on",
            full_name(&self.order.name, self.order.key.as_deref())
        )))
    }

    /// Once it is done it is told as done, though somebody may have forced all keys meanwhile: that
    /// ends in the same, whichever of both was first.
    fn reset(&self) -> Result<(), Undone> {
        self.with(|_| ())?;
        self.is_forced_with_all()?;
        self.with(|circuit| circuit.reset_with(self.note()))
    }

    /// Who orders it and why, for the events of what is done.
    pub(super) fn note(&self) -> Note {
        Note::new(self.why.as_deref().unwrap_or_default()).by(self.who)
    }

    /// What is forced on all keys goes on for the one that is reset: who orders it would be told
    /// that it is done, and see nothing of it.
    fn is_forced_with_all(&self) -> Result<(), Undone> {
        let (name, key) = (&*self.order.name, self.order.key.as_deref());
        let whole = key.and_then(|_| registry().find_keyed(name).ok());
        let Some(what) = whole.and_then(|keyed| match keyed.whole().state() {
            State::ForcedOpen => Some("open"),
            State::ForcedClosed => Some("closed"),
            _ => None,
        }) else {
            return Ok(());
        };
        Err(Undone::Ambiguous(format!(
            "`{name}` is forced {what} for all keys, `{}` among them: reset `{name}` without `key`",
            full_name(name, key)
        )))
    }

    /// Does it to the circuit that is meant.
    pub(super) fn with<R>(&self, act: impl FnOnce(&CircuitBreaker) -> R) -> Result<R, Undone> {
        let (name, key) = (&*self.order.name, self.order.key.as_deref());
        registry().with_circuit(name, key, act).ok_or_else(|| match registry().find(name) {
            Err(error @ LookupError::Ambiguous { .. }) => Undone::Ambiguous(error.to_string()),
            _ => Undone::Unknown(unknown::why(name, key)),
        })
    }
}

fn why(order: &Order) -> Result<Option<String>, Undone> {
    let says = order.why.as_deref().filter(|why| !is_blank(why)).map(str::trim);
    match says {
        None if is_force(order) => {
            let what = if order.why.is_some() { "blank" } else { "missing" };
            wrong(&format!("`why` is {what}: a forced circuit says why it is"))
        }
        Some(why) if why.chars().count() > MOST_WHY => {
            wrong(&format!("`why` is longer than {MOST_WHY} characters"))
        }
        why => Ok(why.map(str::to_owned)),
    }
}

fn deed(order: &Order) -> Result<Deed, Undone> {
    let end = || end(order.for_ms);
    let without_end = |deed| match order.for_ms {
        Some(_) => wrong("`for_ms` is for forces alone: leave it out"),
        None => Ok(deed),
    };
    match order.action {
        Action::ForceOpen => Ok(Deed::ForceOpen(end()?)),
        Action::ForceClosed => Ok(Deed::ForceClosed(end()?)),
        Action::Reset => without_end(Deed::Reset),
        Action::DryRunOn => without_end(Deed::DryRun(true)),
        Action::DryRunOff => without_end(Deed::DryRun(false)),
    }
}

fn end(for_ms: Option<u64>) -> Result<Duration, Undone> {
    match for_ms.map_or(USUAL, Duration::from_millis) {
        end if end < SHORTEST => wrong("`for_ms` is at least 1000, a second"),
        end if end > LONGEST => wrong("`for_ms` is at most 604800000, a week"),
        end => Ok(end),
    }
}

fn is_force(order: &Order) -> bool {
    matches!(order.action, Action::ForceOpen | Action::ForceClosed)
}

fn wrong<T>(text: &str) -> Result<T, Undone> {
    Err(Undone::Wrong(text.to_owned()))
}
