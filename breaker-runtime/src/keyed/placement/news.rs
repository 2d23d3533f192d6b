//! What there is to tell of a key that had no place.

use crate::events::EventKind;
use crate::keyed::table::{Locked, Table};
use crate::telemetry::AllUntold;

#[derive(Debug, Default)]
#[must_use = "nobody hears of it: `tell` it once the table is unlocked"]
pub(in crate::keyed) struct News {
    pub(super) untold: AllUntold,
    /// Whether it found none, as the first one.
    pub(super) is_unguarded: bool,
    /// Whether its text is cut, as the first one.
    pub(super) is_cut: bool,
}

impl Table {
    /// Whether a key without a place is the first one, and its calls run unguarded.
    pub(super) fn is_first_without(&self, locked: &mut Locked) -> bool {
        locked.whole.is_none() && locked.shortage.goes_on(self.clock.about_now())
    }

    /// Whoever is told may look for keys: the caller has unlocked the table.
    pub(in crate::keyed) fn tell(&self, news: News) {
        let News { untold, is_unguarded, is_cut } = news;
        untold.tell();
        if is_unguarded {
            let max_keys = self.locked.lock().bound();
            self.whole.itself().announce(EventKind::Unguarded { max_keys });
        }
        if is_cut {
            self.whole.itself().announce(EventKind::KeyCut);
        }
    }
}
