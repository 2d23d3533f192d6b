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

    /// A number below `sides`, each as likely as the others to within 2^-32.
    pub(crate) fn throw(&mut self, sides: u32) -> u32 {
        (((self.next() >> 32) * u64::from(sides)) >> 32) as u32
    }

    fn next(&mut self) -> u64 {
        let state = self.0.unwrap_or_else(|| RandomState::new().hash_one(0_u8));
        let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0 = Some(state);
        let mixed = (state ^ (state >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        // The high half, which is mixed well.
        (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_throws_for_ever() {
        let mut dice = Dice(Some(7));
        let throws = [(); 8].map(|()| dice.throw(1000));
        assert_eq!(throws, [855, 846, 578, 490, 635, 959, 637, 267]);
    }

    #[test]
    fn every_side_is_as_likely_as_the_others() {
        let mut dice = Dice::unseeded();
        let mut thrown = [0_u32; 6];
        for _ in 0..60_000 {
            thrown[dice.throw(6) as usize] += 1;
        }
        assert!(thrown.iter().all(|times| times.abs_diff(10_000) < 600), "{thrown:?}");
    }
}
