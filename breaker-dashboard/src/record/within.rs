//! Calls of a circuit that a circuit further in has rejected: who is hit by whose outage.

use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::{Guarded, RejectionWithin, Snapshot};

use super::moments::{millis, settle};

/// For so long after the last one it is said that calls are rejected further in.
const RECENT: i64 = 60_000;

/// How many calls so far, and the last one, as the runtime tells of it.
#[derive(Clone, Debug)]
pub(crate) struct WithinReading {
    calls: u64,
    ago: Duration,
    by: By,
    answered: Option<bool>,
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
        let calls = now.keys.map_or(now.calls, |keys| keys.calls).rejected_within;
        let by = By { name: by, key };
        Some(Self { calls, ago, by, answered: answered(&now.guarded) })
    }
}

fn answered(functions: &[Guarded]) -> Option<bool> {
    let answer = functions.iter().filter(|it| it.answers_failures).count();
    (answer == 0 || answer == functions.len()).then_some(answer > 0)
}

impl Within {
    /// After what there was `before`. Unless the circuit `is_known`, nobody knows when its calls
    /// were.
    pub(super) fn of(
        is_known: bool,
        before: Option<&Arc<Self>>,
        now: i64,
        reading: Option<&WithinReading>,
    ) -> Option<Arc<Self>> {
        let WithinReading { calls, ago, by, answered } = reading?.clone();
        let counted = before.map_or(if is_known { 0 } else { calls }, |before| before.calls);
        let at = settle(before.map(|before| before.at), Some(now - millis(ago))).unwrap_or(now);
        let in_step = calls.saturating_sub(counted);
        let within = Self { calls, in_step, at, by, answered };
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

    #[test]
    fn calls_of_a_tick_are_those_since_the_tick_before() {
        let reading = |calls, ago| WithinReading {
            calls,
            ago: Duration::from_millis(ago),
            by: By { name: "pay", key: None },
            answered: Some(true),
        };
        let first = Within::of(false, None, 10_000, Some(&reading(40, 300)));
        let said = |within: &Option<Arc<Within>>| {
            let within = within.as_ref().expect("one");
            (within.calls, within.in_step, within.at)
        };
        assert_eq!(said(&first), (40, 0, 9_700), "of nobody knows when");
        let more = Within::of(true, first.as_ref(), 11_000, Some(&reading(52, 100)));
        assert_eq!(said(&more), (52, 12, 10_900));
        let none = Within::of(true, more.as_ref(), 12_000, Some(&reading(52, 1_105)));
        assert_eq!(said(&none), (52, 0, 10_900), "however late it was read");
        let began = Within::of(true, None, 12_000, Some(&reading(7, 0)));
        assert_eq!(said(&began), (7, 7, 12_000));
        let (now, later) = (none.as_ref().expect("one"), 10_900 + RECENT);
        assert!(now.is_recent(later - 1) && !now.is_recent(later));
        let again = Within::of(true, none.as_ref(), 13_000, Some(&reading(52, 2_100)));
        assert!(Arc::ptr_eq(&none.expect("one"), &again.expect("one")), "kept once");
    }
}
