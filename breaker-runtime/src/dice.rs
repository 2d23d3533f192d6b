//! Chance, as far as a circuit needs it: spreading open times, and picking the calls of a ramp-up.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// A small generator (Weyl sequence, mixed): seeded by the system at its first throw, or by a test.
#[derive(Debug)]
pub(crate) struct Dice(Option<u64>);

impl Dice {
    pub(crate) const fn unseeded() -> Self {
        Self(None)
    }

    #[cfg(feature = "test-util")]
    pub(crate) const fn seed(&mut self, seed: u64) {
        self.0 = Some(seed);
    }

    /// A number below `sides`; every one is as likely as the others, to within 2^-32.
    pub(crate) fn throw(&mut self, sides: u32) -> u32 {
        (((self.next() >> 32) * u64::from(sides)) >> 32) as u32
    }

    fn next(&mut self) -> u64 {
        let state = self.0.unwrap_or_else(|| RandomState::new().hash_one(0_u8));
        let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0 = Some(state);
        let mixed = (state ^ (state >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed ^ (mixed >> 32)
    }
}
