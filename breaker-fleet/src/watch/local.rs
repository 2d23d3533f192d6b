//! Which circuits stay local: whoever looks first in a while looks at all of them.

use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::circuits::Local;
use crate::circuits::registry::Locals;
use crate::wire::Name;

/// For so long what was seen is shown again.
const KEPT: Duration = Duration::from_secs(5);

/// A circuit that takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LocalCircuit {
    /// Its name.
    pub name: Arc<str>,
    /// The key that it serves, if it is one of a keyed function's.
    pub key: Option<Arc<str>>,
    /// Why.
    pub why: Local,
}

impl LocalCircuit {
    pub(super) fn new((Name { name, key }, why): (Name, Local)) -> Self {
        Self { name, key, why }
    }
}

/// What was seen last, and when.
#[derive(Debug, Default)]
pub(super) struct LastLocal(Mutex<Option<(Instant, Locals)>>);

impl LastLocal {
    /// Nobody waits while somebody else looks.
    pub(super) fn seen(&self, look: impl FnOnce() -> Locals) -> Locals {
        let now = Instant::now();
        let is_fresh = |(at, _): &&(Instant, Locals)| now.saturating_duration_since(*at) < KEPT;
        let last = self.last().as_ref().filter(is_fresh).map(|(_, seen)| seen.clone());
        last.unwrap_or_else(|| {
            let seen = look();
            *self.last() = Some((now, seen.clone()));
            seen
        })
    }

    fn last(&self) -> MutexGuard<'_, Option<(Instant, Locals)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circuits_are_looked_at_once_in_a_while_however_often_people_look() {
        let (last, mut looks) = (LastLocal::default(), 0);
        let locals = Locals { listed: vec![(Name::new("pay"), Local::DryRun)], count: 7 };
        let mut look = || {
            last.seen(|| {
                looks += 1;
                locals.clone()
            })
        };
        let seen = look();
        assert_eq!((&seen.listed, seen.count), (&locals.listed, 7));
        assert_eq!((look().listed, look().count), (seen.listed, 7));
        last.last().as_mut().unwrap().0 -= KEPT;
        look();
        look();
        assert_eq!(looks, 2);
    }
}
