//! The results of trial calls, and of the calls within them (rules S6 and S14).

use crate::events::OpenReason;
use crate::events::wish::Wish;
use crate::machine::trials::call::{Trial, TrialCall};
use crate::machine::trials::round::Decision;
use crate::machine::{Context, Machine, Phase, Report};

impl Machine {
    /// Takes a step with the end of a trial call, or of a call within one; whether that is to be
    /// counted.
    ///
    /// The first of them to succeed or fail is the trial's result, and the only one that counts: an
    /// outer call that never ends, or that swallows the failures within, must not decide. That a
    /// call within brings nothing says nothing about the rest of the trial.
    ///
    /// A failure may come with what the callee asks for.
    pub(crate) fn record_trial(
        &mut self,
        context: Context<'_>,
        call: TrialCall,
        report: Report,
        wish: Option<Wish>,
    ) -> bool {
        let counts = self.hear_trial(context, call, report, wish);
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
    fn hear_trial(
        &mut self,
        context: Context<'_>,
        call: TrialCall,
        report: Report,
        wish: Option<Wish>,
    ) -> bool {
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
        match wish {
            _ if !counts => {}
            Some(wish) => self.grant(context, wish),
            None => self.conclude(context, trial, report),
        }
        counts
    }

    /// What becomes of the circuit with this result, or of the place without one.
    fn conclude(&mut self, context: Context<'_>, trial: Trial, report: Report) {
        let Phase::HalfOpen(trials) = &mut self.phase else { return };
        let decision = match report {
            Report::Failure(kind) => trials.fail(trial, kind),
            Report::Success => trials.succeed(trial),
            Report::Ignored | Report::Abandoned => {
                trials.give_back(trial);
                None
            }
            Report::RejectedWithin => {
                trials.give_back(trial);
                trials.make_room();
                None
            }
        };
        if let Some(decision) = decision {
            self.end_trials(context, decision);
        }
    }

    /// The round is decided: the circuit closes, or opens again.
    pub(in crate::machine) fn end_trials(&mut self, context: Context<'_>, decision: Decision) {
        match decision {
            Decision::Recovered => self.recover(context),
            Decision::Failed { kinds, calls, last } => {
                let failures = kinds.total();
                let error = None;
                let reason = OpenReason::TrialCall { failures, calls, kinds, last, error };
                self.reopen(context, reason);
            }
        }
    }
}
