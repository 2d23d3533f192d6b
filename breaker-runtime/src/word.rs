//! The state word: all that a call must know when the circuit is closed, in one load.
//!
//! `[mode: 4 | generation: 28 | detail: 32]`. The top bit of the mode says "closed". The detail is the *home*, the lane that a success is
//! counted on; in a permit for a trial call it is the trial.

use crate::State;
use crate::tally::{Lane, Slot};
use crate::trials::Trial;

/// How calls are admitted and recorded. Numbered so that one bit answers each question of the closed path: the highest says "closed",
/// the next one "admitted all the same"; in both kinds of admission, the third says "a success is more than a count".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Mode {
    /// Never used: zero, so that a static needs no work at start-up.
    Fresh = 0b0000,
    Open = 0b0001,
    HalfOpen = 0b0010,
    ForcedOpen = 0b0011,
    /// A call was admitted as a trial: of permits, never of circuits.
    Trial = 0b0110,
    ForcedClosed = 0b0111,
    /// Closed; successes don't matter to the window.
    Closed = 0b1000,
    /// Closed; the window counts successes of its own generation.
    ClosedCounting = 0b1010,
    /// Closed; the window counts them by time.
    ClosedTiming = 0b1011,
}

impl Mode {
    const fn from_bits(bits: u64) -> Self {
        match bits {
            0b0001 => Self::Open,
            0b0010 => Self::HalfOpen,
            0b0011 => Self::ForcedOpen,
            0b0110 => Self::Trial,
            0b0111 => Self::ForcedClosed,
            0b1000 => Self::Closed,
            0b1010 => Self::ClosedCounting,
            0b1011 => Self::ClosedTiming,
            _ => Self::Fresh,
        }
    }
}

/// Generations are numbered modulo this.
const GENERATIONS: u64 = 1 << 28;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word(u64);

impl Word {
    pub(crate) const FRESH: Self = Self(0);
    const MODE: u32 = 60;
    const GENERATION: u32 = 32;

    /// A circuit's word, or the permit that it gives to anybody.
    pub(crate) const fn new(mode: Mode, generation: u64, slot: Slot) -> Self {
        let home = match mode {
            Mode::ClosedCounting | Mode::ClosedTiming => Lane::Counted,
            _ => Lane::Uncounted,
        };
        Self::pack(mode, generation, slot.lane(home))
    }

    /// A permit's word, for a trial call.
    pub(crate) const fn for_trial(generation: u64, trial: Trial) -> Self {
        Self::pack(Mode::Trial, generation, trial.0)
    }

    const fn pack(mode: Mode, generation: u64, detail: u32) -> Self {
        let generation = generation % GENERATIONS;
        Self((mode as u64) << Self::MODE | generation << Self::GENERATION | detail as u64)
    }

    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    #[inline]
    pub(crate) const fn mode(self) -> Mode {
        Mode::from_bits(self.0 >> Self::MODE)
    }

    /// Whether calls pass and nobody needs to be asked.
    #[inline]
    pub(crate) const fn is_closed(self) -> bool {
        self.0 >> 63 != 0
    }

    /// Whether a permit can have this word.
    #[inline]
    pub(crate) const fn is_admission(self) -> bool {
        self.0 >> 62 != 0
    }

    /// In a permit: whether a success is recorded by counting it, whatever has happened since.
    #[inline]
    pub(crate) const fn is_plain(self) -> bool {
        self.0 & 1 << 61 == 0
    }

    /// Whether a success is recorded by counting it in its generation.
    #[inline]
    pub(crate) const fn is_counting(self) -> bool {
        self.0 >> Self::MODE == Mode::ClosedCounting as u64
    }

    pub(crate) const fn is_of_generation(self, generation: u64) -> bool {
        self.generation() as u64 == generation % GENERATIONS
    }

    /// The generation, modulo [`GENERATIONS`].
    #[inline]
    pub(crate) const fn generation(self) -> u32 {
        ((self.0 >> Self::GENERATION) % GENERATIONS) as u32
    }

    /// The lane that a success in a closed circuit is counted on.
    #[inline]
    pub(crate) const fn home(self) -> u32 {
        self.detail()
    }

    pub(crate) const fn slot(self) -> Slot {
        Slot::around(self.detail())
    }

    pub(crate) const fn trial(self) -> Trial {
        Trial(self.detail())
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low half")]
    const fn detail(self) -> u32 {
        self.0 as u32
    }

    pub(crate) const fn state(self) -> State {
        match self.mode() {
            Mode::Open => State::Open,
            Mode::HalfOpen | Mode::Trial => State::HalfOpen,
            Mode::ForcedOpen => State::ForcedOpen,
            Mode::ForcedClosed => State::ForcedClosed,
            Mode::Fresh | Mode::Closed | Mode::ClosedCounting | Mode::ClosedTiming => State::Closed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT: Slot = Slot::around(8 * 12_345);

    #[test]
    fn a_word_gives_back_what_was_put_in() {
        let word = Word::new(Mode::ClosedCounting, 77, SLOT);
        assert_eq!(word.mode(), Mode::ClosedCounting);
        assert_eq!(word.slot(), SLOT);
        assert_eq!(word.home(), SLOT.lane(Lane::Counted));
        assert!(word.is_of_generation(77));
        assert!(!word.is_of_generation(78));
    }

    #[test]
    fn generations_and_trials_wrap_without_touching_their_neighbours() {
        let word = Word::for_trial(GENERATIONS, Trial(u32::MAX));
        assert_eq!((word.mode(), word.trial()), (Mode::Trial, Trial(u32::MAX)));
        assert!(word.is_of_generation(0));
    }

    #[test]
    fn modes_say_who_passes() {
        use Mode::{
            Closed, ClosedCounting, ClosedTiming, ForcedClosed, ForcedOpen, Fresh, HalfOpen, Open,
            Trial,
        };
        let word = |mode| Word::new(mode, u64::MAX, Slot::NONE);
        for mode in [Fresh, Open, HalfOpen, ForcedOpen] {
            assert!(!word(mode).is_closed() && !word(mode).is_admission(), "{mode:?}");
        }
        for mode in [ForcedClosed, Trial] {
            assert!(!word(mode).is_closed() && word(mode).is_admission(), "{mode:?}");
        }
        for mode in [Closed, ClosedCounting, ClosedTiming] {
            assert!(word(mode).is_closed() && word(mode).is_admission(), "{mode:?}");
        }
        for mode in [ForcedClosed, Trial, Closed, ClosedCounting, ClosedTiming] {
            assert_eq!(word(mode).is_plain(), mode == Closed, "{mode:?}");
            assert_eq!(word(mode).is_counting(), mode == ClosedCounting, "{mode:?}");
        }
    }
}
