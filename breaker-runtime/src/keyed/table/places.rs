//! The places of a keyed breaker, and the circuits in them.

use std::sync::OnceLock;

use super::place::{Place, Vacancy};
use crate::circuit::Retained;
use crate::circuit::word::Word;
use crate::keyed::eviction::Candidates;
use crate::telemetry::Untold;

/// So many places. The first ones have circuits, each made for the first key that came there.
#[derive(Debug)]
pub(in crate::keyed) struct Places(Box<[OnceLock<Box<Place>>]>);

impl Places {
    /// None yet, of so many.
    pub(super) fn for_keys(max_keys: u32) -> Self {
        Self((0..max_keys).map(|_| OnceLock::new()).collect())
    }

    /// How many there can be.
    #[expect(clippy::cast_possible_truncation, reason = "so many were asked for, in 32 bits")]
    pub(in crate::keyed) fn most(&self) -> u32 {
        self.0.len() as u32
    }

    #[inline]
    pub(super) fn get(&self, place: u32) -> Option<&Place> {
        self.0.get(place as usize)?.get().map(|place| &**place)
    }

    /// The one in this place, or a new one; `None` if there is no such place.
    pub(in crate::keyed) fn get_or_make(
        &self,
        place: u32,
        new: impl FnOnce() -> Place,
    ) -> Option<&Place> {
        Some(self.0.get(place as usize)?.get_or_init(|| Box::new(new())))
    }

    /// Those in so many places.
    pub(super) fn first(&self, places: usize) -> impl Iterator<Item = &Place> + use<'_> {
        self.0.iter().take(places).filter_map(OnceLock::get).map(|place| &**place)
    }
}

impl Candidates for Places {
    type Vacancy<'t> = Vacancy<'t>;

    fn last_use(&self, place: u32) -> u64 {
        self.get(place).map_or(0, Place::last_use)
    }

    fn word(&self, place: u32) -> Word {
        self.get(place).map_or(Word::FRESH, |place| place.circuit().word())
    }

    fn vacate(&self, place: u32) -> (Result<Vacancy<'_>, Retained>, Untold) {
        match self.get(place) {
            Some(place) => place.vacate(),
            None => (Err(Retained::FOR_EVER), Untold::NOTHING),
        }
    }
}
