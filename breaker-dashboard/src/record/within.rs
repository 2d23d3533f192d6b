//! Calls of a circuit that a circuit further in has rejected: who is hit by whose outage.

use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::{Guarded, RejectionWithin, Snapshot};

use super::moments::{millis, settle};

/// For so long after the last one it is said that calls are rejected further in.
const RECENT: i64 = 60_000;

/// The last call, as the runtime tells of it.
#[derive(Clone, Debug)]
pub(crate) struct WithinReading {
    pub(super) ago: Duration,
    pub(super) by: By,
    pub(super) answered: Option<bool>,
}

/// How many calls so far, and how many of any kind the circuit has ignored in this tick.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    pub(crate) calls: u64,
    pub(crate) ignored: u64,
}

/// The circuit that rejected a call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct By {
    pub(crate) name: &'static str,
    pub(crate) key: Option<Arc<str>>,
}

/// The same at a tick.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Within {
    pub(crate) calls: u64,
    /// Those of this tick.
    pub(crate) in_step: u64,
    /// When the last one ended.
    pub(crate) at: i64,
    pub(crate) by: By,
    /// Whether the circuit's fallback answers them; `None` where that of some functions does.
    pub(crate) answered: Option<bool>,
}

impl WithinReading {
    /// `None` where there was none, or nobody knows by whom.
    pub(crate) fn of(now: &Snapshot) -> Option<Self> {
        let RejectionWithin { ago, by, key, .. } = now.last_rejection_within.clone()?;
        let by = By { name: by, key };
        Some(Self { ago, by, answered: answered(&now.guarded) })
    }
}

fn answered(functions: &[Guarded]) -> Option<bool> {
    let answer = functions.iter().filter(|it| it.answers_failures).count();
    (answer == 0 || answer == functions.len()).then_some(answer > 0)
}

impl Within {
    /// After what there was `before`. A function with keys forgets the last one with the key that
    /// it was of, and goes on to count it: it was what it was.
    pub(super) fn of(
        before: Option<&Arc<Self>>,
        now: i64,
        Number { calls, ignored }: Number,
        reading: Option<&WithinReading>,
    ) -> Option<Arc<Self>> {
        // Where nobody knows how many there were before, there were no more than it has ignored.
        let counted = before.map_or(0, |before| before.calls);
        let in_step = calls.saturating_sub(counted).min(ignored);
        let within = match reading.cloned() {
            Some(WithinReading { ago, by, answered }) => {
                let ended = Some(now - millis(ago));
                let at = settle(before.map(|before| before.at), ended).unwrap_or(now);
                Self { calls, in_step, at, by, answered }
            }
            None => {
                Self { calls, in_step, ..before.filter(|it| it.calls <= calls)?.as_ref().clone() }
            }
        };
        let same = before.filter(|before| ***before == within);
        Some(same.map_or_else(|| Arc::new(within), Arc::clone))
    }

    /// Whether calls are rejected by that circuit at this time, as far as can be said.
    pub(crate) fn is_recent(&self, now: i64) -> bool {
        now.saturating_sub(self.at) < RECENT
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.by.key.as_ref().map_or(0, |key| key.len() + 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay(ago: u64) -> WithinReading {
        let by = By { name: "pay", key: None };
        WithinReading { ago: Duration::from_millis(ago), by, answered: Some(true) }
    }

    fn number(calls: u64, ignored: u64) -> Number {
        Number { calls, ignored }
    }

    #[test]
    fn the_last_one_was_when_it_was_however_late_it_is_read() {
        let said = |within: &Option<Arc<Within>>| {
            let within = within.as_ref().expect("one");
            (within.calls, within.in_step, within.at)
        };
        let first = Within::of(None, 10_000, number(40, 3), Some(&pay(300)));
        assert_eq!(said(&first), (40, 3, 9_700));
        let more = Within::of(first.as_ref(), 11_000, number(52, 14), Some(&pay(100)));
        assert_eq!(said(&more), (52, 12, 10_900));
        let none = Within::of(more.as_ref(), 12_000, number(52, 0), Some(&pay(1_105)));
        assert_eq!(said(&none), (52, 0, 10_900));
        let (now, later) = (none.as_ref().expect("one"), 10_900 + RECENT);
        assert!(now.is_recent(later - 1) && !now.is_recent(later));
        let again = Within::of(none.as_ref(), 13_000, number(52, 0), Some(&pay(2_100)));
        assert!(Arc::ptr_eq(&none.expect("one"), &again.expect("one")), "kept once");
    }

    #[test]
    fn the_last_one_is_known_after_the_runtime_has_forgotten_it_with_its_key() {
        let before = Within::of(None, 10_000, number(100, 100), Some(&pay(0)));
        let after = Within::of(before.as_ref(), 11_000, number(100, 0), None).expect("the same");
        assert_eq!((after.calls, after.in_step, after.at, after.by.name), (100, 0, 10_000, "pay"));
        assert!(Within::of(before.as_ref(), 11_000, number(2, 0), None).is_none(), "another's");
        assert!(Within::of(None, 11_000, number(2, 0), None).is_none(), "of nobody knows whom");
    }
}
