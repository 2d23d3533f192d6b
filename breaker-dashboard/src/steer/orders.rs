//! Orders: what is wrong with one, and doing it.

use breaker_runtime::{CircuitBreaker, LookupError, registry};

use crate::document::{Action, Order};
use crate::record::reading::full_name;

/// Characters of a reason, and of a name of who steers.
pub(crate) const MOST_WHY: usize = 200;
pub(crate) const MOST_WHO: usize = 100;

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

/// The reason, if one is given.
pub(crate) fn why(order: &Order) -> Result<Option<String>, Undone> {
    let why = order.why.as_deref().map(str::trim).filter(|why| !why.is_empty());
    let is_force = matches!(order.action, Action::ForceOpen | Action::ForceClosed);
    match why {
        None if is_force => wrong("`why` is missing: a forced circuit says why it is"),
        Some(why) if why.chars().count() > MOST_WHY => {
            wrong(&format!("`why` is longer than {MOST_WHY} characters"))
        }
        why => Ok(why.map(str::to_owned)),
    }
}

/// Does what is ordered to the circuit that there is; it makes none.
pub(crate) fn carry_out(order: &Order) -> Result<(), Undone> {
    let act = act(order)?;
    let is_meant = |circuit: &CircuitBreaker| {
        circuit.name() == order.name && circuit.key().as_deref() == order.key.as_deref()
    };
    let name = full_name(&order.name, order.key.as_deref());
    let done = registry().with(&name, |circuit| {
        let is_meant = is_meant(circuit);
        if is_meant {
            act(circuit);
        }
        is_meant
    });
    match done {
        Ok(true) => Ok(()),
        Ok(false) => Err(Undone::Unknown(format!("no circuit is called `{name}`"))),
        Err(error @ LookupError::Ambiguous { .. }) => Err(Undone::Ambiguous(error.to_string())),
        Err(error) => Err(Undone::Unknown(error.to_string())),
    }
}

fn act(order: &Order) -> Result<fn(&CircuitBreaker), Undone> {
    if order.for_ms.is_some() {
        return wrong(
            "an end (`for_ms`) is nothing that circuits of this version have: leave it out",
        );
    }
    match order.action {
        Action::ForceOpen => Ok(CircuitBreaker::force_open),
        Action::ForceClosed => Ok(CircuitBreaker::force_closed),
        Action::Reset => Ok(CircuitBreaker::reset),
        Action::DryRunOn | Action::DryRunOff => wrong(
            "dry runs are switched by overrides (`registry().configure(..)`), for they would \
             replace one that is switched here",
        ),
    }
}

fn wrong<T>(text: &str) -> Result<T, Undone> {
    Err(Undone::Wrong(text.to_owned()))
}
