//! Trial calls, and the calls within them (rules S6 and S14).

use core::mem;
use std::collections::{BTreeSet, VecDeque};

use super::{Context, Machine, Phase, Report};
use crate::base::time::Time;
use crate::circuit::word::{Mode, Word};
use crate::events::OpenReason;
use crate::machine::trials::{Trial, Trials};

impl Machine {
    /// Admits a call as a trial call, or as part of one around it.
    pub(super) fn admit_trial(&mut self, now: Time, around: &[Word]) -> Option<Word> {
        self.renew_numbers();
        let generation = self.generation;
        let Phase::HalfOpen(trials) = &mut self.phase else { return None };
        let mut around = around
            .iter()
            .filter(|issued| issued.is_of_generation(generation) && issued.mode().is_of_trial());
        if let Some(issued) = around.find(|issued| trials.admit_within(issued.trial())) {
            return Some(Word::for_call_within(generation, issued.trial()));
        }
        trials.admit(now).map(|trial| Word::for_trial(generation, trial))
    }

    /// Begins another generation where the present one has no number left for a trial call: after 2^24 that ended without a result.
    fn renew_numbers(&mut self) {
        let Phase::HalfOpen(trials) = &mut self.phase else { return };
        if trials.is_used_up() {
            let fresh = trials.begin_anew();
            let past = mem::replace(&mut **trials, fresh);
            self.end_round(past);
            self.generation += 1;
        }
    }

    /// Takes note of how a trial call, or a call within one, ended; whether that is to be counted.
    ///
    /// The first of them to succeed or fail is the trial's result, and the only one that counts: an outer call that never ends, or that
    /// swallows the failures within, must not decide. That a call within brings nothing says nothing about the rest of the trial.
    pub(crate) fn settle_trial(
        &mut self,
        context: Context<'_>,
        issued: Word,
        report: Report,
    ) -> bool {
        let counts = self.hear_trial(context, issued, report);
        match &mut self.phase {
            Phase::HalfOpen(trials) if issued.is_of_generation(self.generation) => trials.report(),
            _ => {
                if let Some(rare) = &mut self.rare {
                    rare.past_rounds.report(issued);
                }
            }
        }
        counts
    }

    /// The same, before the report is taken as made.
    fn hear_trial(&mut self, context: Context<'_>, issued: Word, report: Report) -> bool {
        let now = self.step(context.now);
        let is_result = matches!(report, Report::Success | Report::Failure(_));
        if issued.mode() == Mode::WithinTrial && !is_result {
            return false;
        }
        let trial = issued.trial();
        let trials = match &mut self.phase {
            Phase::HalfOpen(trials) if issued.is_of_generation(self.generation) => trials,
            _ => return self.counts_late(issued, is_result),
        };
        // Not switched off: that begins another generation, in which nothing is a trial call.
        trials.hear(now);
        let counts = if is_result { trials.decide(trial) } else { !trials.is_decided(trial) };
        if counts {
            self.conclude(context, trial, report);
        }
        counts
    }

    /// What becomes of the circuit with this result, or of the place without one.
    fn conclude(&mut self, context: Context<'_>, trial: Trial, report: Report) {
        let Phase::HalfOpen(trials) = &mut self.phase else { return };
        match report {
            Report::Failure(kind) => self.reopen(context, OpenReason::TrialCall { last: kind }),
            Report::Success => {
                let was_last = trials.succeed(trial);
                if was_last {
                    self.recover(context);
                }
            }
            Report::Ignored | Report::Abandoned => trials.give_back(trial),
            Report::RejectedWithin => {
                trials.give_back(trial);
                trials.make_room();
            }
        }
    }
}

/// Whether one of these calls was admitted in the present ramp-up, or as a trial call in the round right before it: what it is made of
/// is not left to chance again.
pub(super) fn is_within_recovery(generation: u64, around: &[Word]) -> bool {
    around.iter().any(|issued| match issued.mode() {
        Mode::Ramp => issued.is_of_generation(generation),
        _ => issued.is_of_generation(generation.wrapping_sub(1)),
    })
}

/// The trial calls that were decided in rounds which are over, where calls were made within trial
/// calls that have not all reported: a call may last longer than many outages, and begin more of
/// them.
#[derive(Debug, Default)]
pub(super) struct PastRounds(VecDeque<PastRound>);

#[derive(Debug)]
struct PastRound {
    generation: u64,
    decided: BTreeSet<Trial>,
    unreported: u64,
}

impl PastRounds {
    /// Rounds with a call that never ends, or whose permit was leaked, are kept no longer. If one
    /// reports after all, it may be counted though its trial was: it changes nothing else.
    const MOST: usize = 1024;

    fn add(&mut self, round: PastRound) {
        if self.0.len() == Self::MOST {
            self.0.pop_front();
        }
        self.0.push_back(round);
    }

    fn of(&mut self, issued: Word) -> Option<&mut PastRound> {
        self.0.iter_mut().rev().find(|past| issued.is_of_generation(past.generation))
    }

    /// A call of one of them has reported. Nobody needs what is kept of that after the last one.
    fn report(&mut self, issued: Word) {
        let is_it = |past: &PastRound| issued.is_of_generation(past.generation);
        let Some(at) = self.0.iter().rposition(is_it) else { return };
        let Some(past) = self.0.get_mut(at) else { return };
        past.unreported = past.unreported.saturating_sub(1);
        if past.unreported == 0 {
            self.0.remove(at);
        }
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Machine {
    /// Keeps of a round of trial calls that is over what its late reports need.
    pub(super) fn end_round(&mut self, trials: Trials) {
        let generation = self.generation;
        if let Some((decided, unreported)) = trials.into_decided() {
            let rare = self.rare.get_or_insert_default();
            rare.past_rounds.add(PastRound { generation, decided, unreported });
        }
    }

    /// Whether this report of a round that is over is to be counted: it is late and changes nothing (rule S7), but the first one of its
    /// trial counts among the calls, as far as that is known.
    fn counts_late(&mut self, issued: Word, is_result: bool) -> bool {
        match self.rare.as_mut().and_then(|rare| rare.past_rounds.of(issued)) {
            Some(past) if is_result => past.decided.insert(issued.trial()),
            Some(past) => !past.decided.contains(&issued.trial()),
            None => issued.mode() == Mode::Trial,
        }
    }
}
