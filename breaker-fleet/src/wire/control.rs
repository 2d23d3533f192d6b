//! What people order by hand, in requests and in views.

use core::time::Duration;

use super::{AFTERWARDS, MOST_KEEP, MOST_TIME, Text};

/// An order is kept for so long at least: an older one of somebody who was away for less changes
/// nothing. What is forced until further notice is so for as long elsewhere.
const KEEP: Duration = Duration::from_secs(3600);

/// Two tellings of one order say that it was given so much apart at most: what a way takes, and
/// what a member that tells it anew has not counted.
pub(crate) const SAME: Duration = Duration::from_secs(5);

/// What people did by hand, as it was said at one moment. Its age goes with it: of two orders the
/// one that was given later counts, whichever is heard of first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// What they ordered.
    pub order: Ordered,
    /// How long ago.
    pub ago: Duration,
    /// How long it is still kept: as long as somebody may do as was ordered before.
    pub keep: Duration,
    /// Why.
    pub note: Text,
}

/// What people ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordered {
    /// They forced the circuit.
    Forced {
        /// Into this state.
        to: ForcedTo,
        /// For so long; zero: it has ended.
        rest: Duration,
    },
    /// They gave it back to its rules.
    Released,
}

/// The state that a circuit is forced into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForcedTo {
    /// All calls are rejected.
    Open,
    /// All calls are admitted.
    Closed,
}

impl ForcedTo {
    /// As requests say it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Ordered {
    /// How long it lasts.
    #[must_use]
    pub const fn rest(self) -> Duration {
        match self {
            Self::Forced { rest, .. } => rest,
            Self::Released => Duration::ZERO,
        }
    }

    /// Into which state the circuit is forced.
    #[must_use]
    pub const fn to(self) -> Option<ForcedTo> {
        match self {
            Self::Forced { to, .. } => Some(to),
            Self::Released => None,
        }
    }

    /// How long an order is kept that replaces none.
    pub(crate) fn keep(self) -> Duration {
        KEEP.max(self.rest().min(MOST_TIME) + AFTERWARDS)
    }
}

impl Control {
    /// As it would be said so much later.
    #[must_use]
    pub fn later(&self, age: Duration) -> Self {
        let mut later = self.clone();
        if let Ordered::Forced { rest, .. } = &mut later.order {
            *rest = rest.saturating_sub(age);
        }
        later.ago = later.ago.saturating_add(age);
        later.keep = later.keep.saturating_sub(age).min(MOST_KEEP);
        later
    }

    /// Whether both are one order, told at the same time by two who know of it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let is_near = |one: Duration, other: Duration| one.abs_diff(other) <= SAME;
        self.is_alike(other)
            && is_near(self.ago, other.ago)
            && is_near(self.order.rest(), other.order.rest())
    }

    /// Whether both order the same for the same reason, whenever that was.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        self.order.to() == other.order.to() && self.note == other.note
    }

    /// Whether this was surely given before the other.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        self.ago > other.ago.saturating_add(SAME)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forced(rest: u64, ago: u64) -> Control {
        let [rest, ago] = [rest, ago].map(Duration::from_secs);
        let order = Ordered::Forced { to: ForcedTo::Open, rest };
        Control { order, ago, keep: order.keep(), note: Text::new("a move") }
    }

    #[test]
    fn an_order_grows_older_and_ends() {
        let later = forced(60, 3).later(Duration::from_secs(50));
        let keep = Duration::from_secs(3550);
        assert_eq!(later, Control { keep, ..forced(10, 53) });
        let over = later.later(Duration::from_secs(4000));
        assert_eq!((over.order.rest(), over.keep), (Duration::ZERO, Duration::ZERO));
    }

    #[test]
    fn one_order_is_known_again_by_what_it_says_and_when_it_was_given() {
        let order = forced(600, 30);
        assert!(order.is_same(&forced(597, 32)));
        assert!(!order.is_same(&forced(600, 40)), "given earlier");
        assert!(!order.is_same(&forced(60, 30)), "ends earlier");
        let note = Text::new("another move");
        assert!(!order.is_same(&Control { note, ..order.clone() }));
        let released = Control { order: Ordered::Released, ..order.clone() };
        assert!(!order.is_same(&released));
        assert!(order.is_before(&forced(600, 20)));
        assert!(!order.is_before(&forced(600, 26)) && !order.is_before(&forced(600, 40)));
    }
}
