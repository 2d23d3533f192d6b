//! Trial calls, and the calls within them (rules S6 and S14).

use core::mem;
use std::collections::{BTreeSet, VecDeque};

use super::{Context, Machine, Phase, Report};
use crate::base::time::Time;
use crate::counts::Generation;
use crate::events::OpenReason;
use crate::machine::admitted::{Admitted, RecoveryCall, TrialCall};
use crate::machine::trials::{Trial, Trials};

impl Machine {
    /// Admits a call as a trial call, or as part of one around it.
    pub(super) fn admit_trial(&mut self, now: Time, around: &[RecoveryCall]) -> Option<Admitted> {
        self.renew_numbers();
        let generation = self.generation;
        let Phase::HalfOpen(trials) = &mut self.phase else { return None };
        let mut around = around.iter().filter_map(|call| call.trial_in(generation));
        let within = around.find(|trial| trials.admit_within(*trial));
        let (trial, is_within) = (within.or_else(|| trials.admit(now))?, within.is_some());
        let generation = Generation::of(generation);
        Some(Admitted::Trial(TrialCall { generation, trial, is_within }))
    }

    /// Begins another generation where the present one has no number left for a trial call: after
    /// 2^24 that ended without a result.
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
    /// The first of them to succeed or fail is the trial's result, and the only one that counts: an
    /// outer call that never ends, or that swallows the failures within, must not decide. That a
    /// call within brings nothing says nothing about the rest of the trial.
    pub(crate) fn settle_trial(
        &mut self,
        context: Context<'_>,
        call: TrialCall,
        report: Report,
    ) -> bool {
        let counts = self.hear_trial(context, call, report);
        match &mut self.phase {
            Phase::HalfOpen(trials) if call.generation.is(self.generation) => trials.report(),
            _ => {
                if let Some(rare) = &mut self.rare {
                    rare.past_rounds.report(call);
                }
            }
        }
        counts
    }

    /// The same, before the report is taken as made.
    fn hear_trial(&mut self, context: Context<'_>, call: TrialCall, report: Report) -> bool {
        let now = self.step(context.now);
        let is_result = matches!(report, Report::Success | Report::Failure(_));
        if call.is_within && !is_result {
            return false;
        }
        let trial = call.trial;
        let trials = match &mut self.phase {
            Phase::HalfOpen(trials) if call.generation.is(self.generation) => trials,
            _ => return self.counts_late(call, is_result),
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

/// Whether one of these calls was admitted in the present ramp-up, or as a trial call in the round
/// right before it: what it is made of is not left to chance again.
pub(super) fn is_within_recovery(generation: u64, around: &[RecoveryCall]) -> bool {
    around.iter().any(|call| match call {
        RecoveryCall::InRampUp(of) => of.is(generation),
        RecoveryCall::Trial(call) => call.generation.is(generation.wrapping_sub(1)),
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

    fn of(&mut self, call: TrialCall) -> Option<&mut PastRound> {
        self.0.iter_mut().rev().find(|past| call.generation.is(past.generation))
    }

    /// A call of one of them has reported. Nobody needs what is kept of that after the last one.
    fn report(&mut self, call: TrialCall) {
        let is_it = |past: &PastRound| call.generation.is(past.generation);
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

    /// Whether this report of a round that is over is to be counted: it is late and changes nothing
    /// (rule S7), but the first one of its trial counts among the calls, as far as that is known.
    fn counts_late(&mut self, call: TrialCall, is_result: bool) -> bool {
        match self.rare.as_mut().and_then(|rare| rare.past_rounds.of(call)) {
            Some(past) if is_result => past.decided.insert(call.trial),
            Some(past) => !past.decided.contains(&call.trial),
            None => !call.is_within,
        }
    }
}
