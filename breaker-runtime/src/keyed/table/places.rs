//! The places of a keyed breaker, and the circuits in them.

use std::sync::OnceLock;

use super::place::{Entry, Vacancy};
use crate::circuit::Refused;
use crate::circuit::word::Word;
use crate::keyed::eviction::Circuits;
use crate::telemetry::Untold;

/// So many places. The first ones have circuits, each made for the first key that came there.
#[derive(Debug)]
pub(in crate::keyed) struct Entries(Box<[OnceLock<Box<Entry>>]>);

impl Entries {
    /// None yet, of so many.
    pub(in crate::keyed) fn for_keys(max_keys: u32) -> Self {
        Self((0..max_keys).map(|_| OnceLock::new()).collect())
    }

    /// How many there can be.
    #[expect(clippy::cast_possible_truncation, reason = "so many were asked for, in 32 bits")]
    pub(in crate::keyed) fn most(&self) -> u32 {
        self.0.len() as u32
    }

    #[inline]
    pub(in crate::keyed) fn get(&self, place: u32) -> Option<&Entry> {
        self.0.get(place as usize)?.get().map(|entry| &**entry)
    }

    /// The one in this place, or a new one; `None` if there is no such place.
    pub(in crate::keyed) fn get_or_make(
        &self,
        place: u32,
        new: impl FnOnce() -> Entry,
    ) -> Option<&Entry> {
        Some(self.0.get(place as usize)?.get_or_init(|| Box::new(new())))
    }

    /// Those in so many places.
    pub(in crate::keyed) fn first(&self, places: usize) -> impl Iterator<Item = &Entry> + use<'_> {
        self.0.iter().take(places).filter_map(OnceLock::get).map(|entry| &**entry)
    }
}

impl Circuits for Entries {
    type Vacancy<'t> = Vacancy<'t>;

    fn last_use(&self, place: u32) -> u64 {
        self.get(place).map_or(0, Entry::last_use)
    }

    fn word(&self, place: u32) -> Word {
        self.get(place).map_or(Word::FRESH, |entry| entry.circuit().word())
    }

    fn vacate(&self, place: u32) -> (Result<Vacancy<'_>, Refused>, Untold) {
        match self.get(place) {
            Some(entry) => entry.vacate(),
            None => (Err(Refused::FOR_EVER), Untold::NOTHING),
        }
    }
}
