//! Chance as a seeded circuit throws it: of the same seed come the same numbers.

#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(crate) fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let once = mixed(self.0);
        let twice = mixed(once);
        (((twice ^ (twice >> 32)) >> 32) * sides) >> 32
    }
}

fn mixed(bits: u64) -> u64 {
    (bits ^ (bits >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}
