//! The state word: all that a call must know when the circuit is closed, in one load.
//!
//! `[mode: 6 | generation: 34 | detail: 24]`. The detail is the [`Slot`] that a success is counted
//! in; in a permit for a trial call it is the trial.
//!
//! Generations start over after 2^34 of them. Counts of before are forgotten twice meanwhile; a
//! permit that was held for exactly as many is taken for one of now.

use crate::base::time::Time;
use crate::circuit::mode::Mode;
use crate::events::state::State;
use crate::machine::admission::Admitted;
use crate::machine::trials::call::{RecoveryCall, Trial, TrialCall};
use crate::machine::{Context, Machine};
use crate::tallies::{self, GENERATIONS, Generation, Slot, Tag};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word(u64);

impl Word {
    pub(crate) const FRESH: Self = Self(0);
    const MODE: u32 = Tag::HOW;
    const GENERATION: u32 = Tag::GENERATION;

    /// A circuit's word, or the permit that it gives to anybody.
    pub(crate) const fn new(mode: Mode, generation: u64, slot: Slot) -> Self {
        Self::pack(mode, generation, slot.bits())
    }

    /// A permit's word, for a call that would have been rejected.
    pub(crate) const FOR_DRY_RUN: Self = Self::pack(Mode::DryRun, 0, 0);

    /// A permit's word, for a trial call or a call within one.
    pub(crate) const fn for_trial(call: TrialCall) -> Self {
        let mode = if call.is_within { Mode::WithinTrial } else { Mode::Trial };
        Self::pack(mode, call.generation.number(), call.trial.0)
    }

    /// That of a circuit whose machine is like this.
    #[inline]
    pub(crate) fn of(machine: &Machine, context: Context<'_>) -> Self {
        // First, for most failures ask.
        let mode = if machine.is_closed(context.policy) {
            Mode::of_closed(context.policy.watches(), machine.needs())
        } else {
            Self::mode_of_troubled(machine, context)
        };
        Self::new(mode, machine.generation(), context.slot)
    }

    /// Apart, so that what comes first is inlined.
    #[inline(never)]
    fn mode_of_troubled(machine: &Machine, context: Context<'_>) -> Mode {
        match machine.state(context.policy) {
            State::Open => Mode::Open,
            State::HalfOpen => Mode::HalfOpen,
            State::RampUp => Mode::RampUp,
            State::ForcedOpen => Mode::ForcedOpen,
            _ if machine.passes_until(context.policy) == Time::NEVER => Mode::ForcedClosed,
            _ => Mode::ForcedClosedFor,
        }
    }

    /// The permit that a call gets which the machine has just admitted.
    pub(crate) fn for_admitted(machine: &Machine, context: Context<'_>, how: Admitted) -> Self {
        match how {
            Admitted::ByState => Self::of(machine, context).as_permit(),
            Admitted::Trial(call) | Admitted::Probe(call) => Self::for_trial(call),
            Admitted::InRampUp => Self::new(Mode::Ramp, machine.generation(), context.slot),
        }
    }

    /// The permit that a circuit with this word gives: it matters no more for how long.
    pub(super) fn as_permit(self) -> Self {
        match self.mode() {
            Mode::ForcedClosedFor => Self::new(Mode::ForcedClosed, self.generation(), self.slot()),
            _ => self,
        }
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
    pub(crate) const fn passes(self) -> bool {
        self.0 & Mode::AT_A_GLANCE << Self::MODE != 0
    }

    /// Whether a permit can have this word.
    #[inline]
    pub(crate) const fn is_admission(self) -> bool {
        self.0 & Mode::ADMITS << Self::MODE != 0
    }

    /// What marks a thread's count of successes as those of a circuit with this word: the word
    /// itself where a success is no more than a count, so that one comparison finds out; something
    /// else where there is more to do.
    pub(crate) const fn tag(self) -> Tag {
        Tag::from_bits(match self.mode() {
            Mode::Closed | Mode::ClosedCounting => self.0,
            _ => self.0 ^ Mode::AT_A_GLANCE << Self::MODE,
        })
    }

    /// Takes note of a success, in a permit, if that is a matter of one count at hand; false if it
    /// is not.
    #[inline]
    pub(crate) fn count_success(self) -> bool {
        tallies::count_tagged_at_hand(Tag::from_bits(self.0))
    }

    pub(crate) const fn is_of_generation(self, generation: u64) -> bool {
        Generation::of(self.generation()).is(generation)
    }

    /// How many generations ago this was, as seen from the present one.
    pub(crate) const fn age(self, present: u64) -> u64 {
        present.wrapping_sub(self.generation()) % GENERATIONS
    }

    /// The generation, modulo [`GENERATIONS`].
    pub(crate) const fn generation(self) -> u64 {
        (self.0 >> Self::GENERATION) % GENERATIONS
    }

    pub(crate) const fn slot(self) -> Slot {
        Slot::in_word(self.0)
    }

    /// The trial call, or the call within one, that a permit is for.
    pub(crate) fn trial_call(self) -> Option<TrialCall> {
        let (generation, trial) = (Generation::of(self.generation()), Trial(self.detail()));
        let is_within = self.mode() == Mode::WithinTrial;
        self.mode().is_of_trial().then_some(TrialCall { generation, trial, is_within })
    }

    /// The call of a recovery that a permit is for.
    pub(crate) fn recovery_call(self) -> Option<RecoveryCall> {
        match self.mode() {
            Mode::Ramp => Some(RecoveryCall::InRampUp(Generation::of(self.generation()))),
            _ => self.trial_call().map(RecoveryCall::Trial),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the lower end")]
    const fn detail(self) -> u32 {
        self.0 as u32 % (1 << Slot::BITS)
    }

    pub(crate) const fn state(self) -> State {
        self.mode().state()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT: Slot = Slot::from_bits(8 * 1_234_567);

    #[test]
    fn a_word_gives_back_what_was_put_in() {
        for generation in [0, 77, 1 << 26, 1 << 32, GENERATIONS - 1] {
            let word = Word::new(Mode::ClosedCounting, generation, SLOT);
            assert_eq!(word.mode(), Mode::ClosedCounting);
            assert_eq!((word.slot(), word.generation()), (SLOT, generation));
            assert!(word.is_of_generation(generation));
            assert!(!word.is_of_generation(generation + 1));
        }
    }

    #[test]
    fn generations_wrap_without_touching_their_neighbours() {
        let generation = Generation::of(GENERATIONS);
        let last = TrialCall { generation, trial: Trial(Trial::NUMBERS - 1), is_within: false };
        let word = Word::for_trial(last);
        assert_eq!((word.mode(), word.trial_call()), (Mode::Trial, Some(last)));
        assert!(word.is_of_generation(0));
        let generation = Generation::of(GENERATIONS - 1);
        let within = TrialCall { generation, trial: Trial(0), is_within: true };
        let word = Word::for_trial(within);
        assert_eq!((word.mode(), word.trial_call()), (Mode::WithinTrial, Some(within)));
        assert!(word.is_of_generation(u64::MAX));
    }

    #[test]
    fn a_former_tag_is_of_its_generation_and_no_words() {
        let word = Word::new(Mode::ClosedCounting, 77, SLOT);
        let former = Tag::former(Generation::of(77), SLOT);
        assert!(former.is_same_generation(word.tag()));
        assert_eq!(Word::from_bits(former.bits()).mode(), Mode::Fresh);
    }

    #[test]
    fn modes_say_who_passes_and_how_successes_count() {
        let modes = (0..64).map(Mode::from_bits).filter(|&mode| mode != Mode::Fresh);
        for mode in modes {
            let word = Word::new(mode, u64::MAX, Slot::NONE);
            let is_closed = word.state() == State::Closed && mode != Mode::DryRun;
            assert_eq!(word.mode(), mode);
            assert_eq!(mode.is_closed(), is_closed, "{mode:?}");
            assert_eq!(word.passes(), is_closed && !mode.is_watching(), "{mode:?}");
            let permit = is_closed
                || matches!(mode, Mode::Ramp | Mode::DryRun | Mode::ForcedClosed)
                || mode.is_of_trial();
            assert_eq!(word.is_admission(), permit, "{mode:?}");
            let is_a_count = matches!(mode, Mode::Closed | Mode::ClosedCounting);
            assert_eq!(word.tag().bits() == word.bits(), is_a_count, "{mode:?}");
        }
    }
}
