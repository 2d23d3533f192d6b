//! Keys that are not shown whole, found by what is shown of them.

use std::collections::{BTreeMap, BTreeSet};

/// The places of keys whose text is cut or not known.
///
/// A key's fingerprint is that of its whole text, so the [index](super::index) finds none of these
/// by what events and snapshots say. Here each place stands under the fingerprint that what is
/// shown would have as a key. Keys that are shown whole, most of all, are not in here.
#[derive(Debug, Default)]
pub(in crate::keyed) struct Abridged {
    places: BTreeSet<(u64, u32)>,
    /// The other way round.
    shown: BTreeMap<u32, u64>,
}

impl Abridged {
    /// The key that has this place is shown like this from now on.
    pub(in crate::keyed) fn insert(&mut self, shown: u64, place: u32) {
        self.remove(place);
        self.shown.insert(place, shown);
        self.places.insert((shown, place));
    }

    /// The key is shown whole, or has lost its place.
    pub(in crate::keyed) fn remove(&mut self, place: u32) {
        if let Some(shown) = self.shown.remove(&place) {
            self.places.remove(&(shown, place));
        }
    }

    /// The place of the key that is shown like this, if it is the only one: which of several is
    /// meant nobody can tell.
    pub(super) fn only(&self, shown: u64) -> Option<u32> {
        let mut alike = self.places.range((shown, 0)..=(shown, u32::MAX)).map(|&(_, place)| place);
        alike.next().filter(|_| alike.next().is_none())
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_as_it_is_shown_last_and_never_among_several() {
        let mut abridged = Abridged::default();
        assert_eq!(abridged.only(7), None);
        abridged.insert(7, 0);
        abridged.insert(8, u32::MAX);
        assert_eq!([7, 8, 9].map(|shown| abridged.only(shown)), [Some(0), Some(u32::MAX), None]);

        abridged.insert(8, 3);
        assert_eq!(abridged.only(8), None, "two are shown alike");
        abridged.insert(9, 3);
        assert_eq!([8, 9].map(|shown| abridged.only(shown)), [Some(u32::MAX), Some(3)]);

        for place in [0, 3, 5] {
            abridged.remove(place);
        }
        assert_eq!([7, 8, 9].map(|shown| abridged.only(shown)), [None, Some(u32::MAX), None]);
    }
}
