//! What a middleware that is asked before it is called must know: whether a call would be rejected,
//! without making one.

use super::Circuit;
use super::admission::{Answer, Standing};
use crate::base::time::Time;
use crate::circuit::admitted::Admission;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::events::state::State;

impl Circuit {
    /// What would reject a call now. Nothing is counted and no permit is taken; `None` means that a
    /// call may be admitted.
    #[inline]
    pub(crate) fn standing_rejection(&self) -> Option<Standing> {
        if self.word().passes() {
            return None;
        }
        self.look().ok().filter(|_| !self.tuning().is_dry_run())
    }

    /// Rejects a call, for what stood in its way before if nothing does any more.
    #[cold]
    pub(crate) fn refuse(&self, before: Standing) -> Answer {
        let standing = self.standing_rejection().unwrap_or_else(|| {
            let now = self.clock().about_now();
            Standing { now, ..before }
        });
        self.give(standing.into_rejection())
    }

    /// Admission for what has happened already, unless it would change nothing. A ramp-up leaves
    /// nothing of that to chance.
    #[cold]
    pub(crate) fn admission_afterwards(&self) -> Option<Admission<'_>> {
        let word = self.word();
        if word.state() == State::RampUp {
            let issued = Word::new(Mode::Ramp, word.generation(), word.slot());
            return Some(Admission::noticed(self, issued, Time::NEVER));
        }
        match self.standing_rejection() {
            Some(_) => None,
            None => self.acquire(Self::answer).ok(),
        }
    }
}
