//! Whose circuit it was that rejected a call.

use core::num::NonZeroU32;

/// Which key of a function had a circuit, in so few bytes that a rejection can carry them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OccupantId {
    /// The circuit's place among those of the function, from 1.
    place: NonZeroU32,
    /// How many keys had it before, modulo 2^32.
    earlier: u32,
}

impl OccupantId {
    /// The key that got the circuit in this place after so many others.
    pub(crate) const fn new(place: u32, earlier: u32) -> Self {
        Self { place: NonZeroU32::MIN.saturating_add(place), earlier }
    }

    /// The circuit's place among those of the function.
    pub(crate) const fn place(self) -> u32 {
        self.place.get() - 1
    }

    /// How many keys had it before, modulo 2^32.
    pub(crate) const fn earlier(self) -> u32 {
        self.earlier
    }
}
