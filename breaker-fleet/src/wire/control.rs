//! What people order by hand, in requests and in views.

use core::time::Duration;

use super::{AFTERWARDS, MOST_KEEP, MOST_TIME, Text};

/// An order is kept for so long at least: an older one of somebody who was away for less changes
/// nothing. What is forced until further notice is so for as long elsewhere.
const KEEP: Duration = Duration::from_secs(3600);

/// Of orders whose ages differ by no more either may be the later one: what a way takes, and what a
/// member that tells one anew has not counted.
pub(crate) const NEAR: Duration = Duration::from_secs(5);

/// Which order it is, drawn by whoever gave it, at most [`MOST`](super::MOST): told anew, or found
/// again, it is the same. 0: nobody knows.
pub type OrderId = u64;

/// What people did by hand, as it was said at one moment. Its age goes with it: of two orders the
/// one that was given later counts, whichever is heard of first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Which order it is.
    pub id: OrderId,
    /// When it was given, by the clock of the engine that took it first, in microseconds, and the
    /// same wherever it is told from then on; 0: none has taken it. It says which of two orders is
    /// the later one that were given so shortly after one another that their ages don't.
    pub stamp: u64,
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

    /// Whether this was surely given before the other.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        self.ago > other.ago.saturating_add(NEAR)
    }

    /// Whether this was given before the other: by their ages, or, where these differ by too little
    /// to tell, by what engines have stamped them with. `None`: nobody can tell.
    pub(crate) fn was_before(&self, other: &Self) -> Option<bool> {
        let are_stamped = self.stamp > 0 && other.stamp > 0;
        match (self.is_before(other), other.is_before(self)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ if are_stamped => Some((self.stamp, self.id) < (other.stamp, other.id)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forced(rest: u64, ago: u64) -> Control {
        let [rest, ago] = [rest, ago].map(Duration::from_secs);
        let order = Ordered::Forced { to: ForcedTo::Open, rest };
        Control { id: 1, stamp: 0, order, ago, keep: order.keep(), note: Text::new("a move") }
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
    fn an_order_is_surely_before_another_if_no_way_takes_that_long() {
        let order = forced(600, 30);
        assert!(order.is_before(&forced(600, 20)));
        assert!(!order.is_before(&forced(600, 26)) && !order.is_before(&forced(600, 40)));
    }

    #[test]
    fn of_orders_of_about_one_time_the_stamp_decides_and_then_the_identity() {
        let given = |ago, stamp, id| Control { id, stamp, ..forced(600, ago) };
        let was_before = |one: &Control, other: &Control| {
            let both = [one.was_before(other), other.was_before(one)];
            assert_eq!(both[0].map(|is| !is), both[1], "one of them is");
            both[0]
        };
        assert_eq!(was_before(&given(30, 9, 1), &given(20, 5, 2)), Some(true), "age is surer");
        assert_eq!(was_before(&given(22, 9, 1), &given(20, 5, 2)), Some(false));
        assert_eq!(was_before(&given(22, 5, 1), &given(20, 5, 2)), Some(true));
        assert_eq!(given(22, 0, 1).was_before(&given(20, 5, 2)), None);
    }
}
