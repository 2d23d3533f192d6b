//! What marks a thread's count of successes as those of one generation of a circuit.

use super::Slot;

/// Generations are numbered modulo this.
pub(crate) const GENERATIONS: u64 = 1 << 34;

/// A generation's number, as far as words and tags have room for it. Counts of before are forgotten
/// twice until numbers start over; a permit that was held for exactly as many is taken for one of
/// now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Generation(u64);

impl Generation {
    pub(crate) const fn of(number: u64) -> Self {
        Self(number % GENERATIONS)
    }

    /// Whether it is that of this number.
    pub(crate) const fn is(self, number: u64) -> bool {
        self.0 == number % GENERATIONS
    }

    pub(crate) const fn number(self) -> u64 {
        self.0
    }

    /// Whether counts of older generations must be forgotten, at the beginning of this one: twice
    /// before numbers start over, so that a thread that comes late with one of them finds no half a
    /// round gone by.
    pub(crate) const fn is_time_to_forget(self) -> bool {
        self.0 % (GENERATIONS / 2) == 0
    }
}

/// `[how: 6 | generation: 34 | slot: 24]`. A success under a circuit's present word carries that,
/// or what stands for it; nobody but the circuit knows `how` it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag(u64);

impl Tag {
    /// Where the generation begins, from the lower end.
    pub(crate) const GENERATION: u32 = Slot::BITS;
    /// Where it ends.
    pub(crate) const HOW: u32 = 58;

    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    #[inline]
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// The tag of successes that this generation counted under a word that is no longer the
    /// circuit's: theirs count, no permit has it.
    pub(crate) const fn former(generation: Generation, slot: Slot) -> Self {
        Self(generation.number() << Self::GENERATION | slot.bits() as u64)
    }

    pub(crate) const fn generation(self) -> Generation {
        Generation::of(self.0 >> Self::GENERATION)
    }

    /// Whether both are of one generation of the same circuit.
    pub(crate) fn is_same_generation(self, other: Self) -> bool {
        self.generation() == other.generation()
    }

    /// Whether it is of a later generation of the same circuit.
    pub(crate) const fn is_later_than(self, other: Self) -> bool {
        let by = self.generation().number().wrapping_sub(other.generation().number()) % GENERATIONS;
        by != 0 && by < GENERATIONS / 2
    }

    /// A tag of the generation right before its own.
    pub(crate) const fn before(self) -> Self {
        let generation = Generation::of(self.generation().number().wrapping_sub(1));
        Self::former(generation, Slot::in_word(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT: Slot = Slot::from_bits(8 * 1_234_567);

    const fn tag(generation: u64) -> Tag {
        Tag::former(Generation::of(generation), SLOT)
    }

    #[test]
    fn no_generation_is_taken_for_one_that_is_a_power_of_two_later() {
        for exponent in 0..34 {
            let (earlier, later) = (77, 77 + (1 << exponent));
            assert!(!Generation::of(earlier).is(later));
            assert!(!tag(earlier).is_same_generation(tag(later)), "{exponent}");
            assert_eq!(tag(later).is_later_than(tag(earlier)), exponent < 33, "{exponent}");
            assert!(!tag(earlier).is_later_than(tag(later)));
        }
    }

    #[test]
    fn the_generation_before_the_first_one_is_the_last() {
        assert_eq!(tag(0).before(), tag(GENERATIONS - 1));
        assert_eq!(tag(78).before(), tag(77));
    }
}
