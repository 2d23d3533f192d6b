//! Chance: of the same seed come the same numbers (`SplitMix64`).

use core::time::Duration;

#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A chance of its own, so that what one asks for changes nothing for another.
    pub(crate) fn fork(&mut self) -> Self {
        Self(self.bits())
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let once = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let twice = (once ^ (once >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        twice ^ (twice >> 31)
    }

    /// From 0 to 1, without 1.
    pub(crate) fn share(&mut self) -> f64 {
        let bits = u32::try_from(self.bits() >> 32).expect("half of the bits");
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }

    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        probability > 0.0 && self.share() < probability
    }

    pub(crate) fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.bits() % sides as u64).expect("below a usize")
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub(crate) fn between(&mut self, least: Duration, most: Duration) -> Duration {
        least + (most - least).mul_f64(self.share())
    }

    /// The time to the next of events that come independently, so many a second.
    pub(crate) fn until_next(&mut self, per_second: f64) -> Duration {
        Duration::from_secs_f64(-(1.0 - self.share()).ln() / per_second)
    }
}
