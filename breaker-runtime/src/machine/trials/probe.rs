//! Trial calls that a probe makes instead of users (rule S18).
//!
//! A probe's run is a trial call like others: it holds a place, its result decides, calls within it
//! are part of it. But one runs at a time, and who calls meanwhile is rejected. One that says
//! nothing leaves the round to users' calls, so that no probe keeps a circuit half-open.

use crate::events::EventKind;
use crate::events::no_verdict::NoVerdict;
use crate::machine::admission::Admitted;
use crate::machine::trials::call::{RecoveryCall, TrialCall};
use crate::machine::{Context, Machine, Phase, Report};
use crate::tallies::Generation;

impl Machine {
    /// Admits a call of a half-open circuit as a trial call, or as part of one; or says that its
    /// probe is to be started instead.
    pub(in crate::machine) fn try_callee(
        &mut self,
        context: Context<'_>,
        around: &[RecoveryCall],
        has_probe: bool,
    ) -> Option<Admitted> {
        let now = self.latest;
        if let Phase::HalfOpen(trials) = &mut self.phase {
            trials.may_be_by_probe(has_probe);
        }
        let is_by_probe = matches!(&self.phase, Phase::HalfOpen(trials) if trials.is_by_probe());
        if !is_by_probe {
            return self.admit_trial(now, around);
        }
        self.admit_within(around).or_else(|| match &self.phase {
            Phase::HalfOpen(trials) if trials.full().until > now => None,
            Phase::HalfOpen(trials) if trials.counts()[0] > 0 || self.probe_runs() => {
                self.leave_to_users(context, NoVerdict::Late);
                self.admit_trial(now, &[])
            }
            _ => self.probe_call().map(Admitted::Probe),
        })
    }

    /// A trial call of the probe's own, if there is a place.
    fn probe_call(&mut self) -> Option<TrialCall> {
        self.renew_numbers();
        let (now, generation) = (self.latest, Generation::of(self.generation));
        let Phase::HalfOpen(trials) = &mut self.phase else { return None };
        let trial = trials.admit(now)?;
        self.rare.get_or_insert_default().probe_runs = true;
        Some(TrialCall { generation, trial, is_within: false })
    }

    /// Whether a run of the probe has not ended, of whichever round it was.
    fn probe_runs(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.probe_runs)
    }

    fn probe_ends(&mut self) {
        if let Some(rare) = &mut self.rare {
            rare.probe_runs = false;
        }
    }

    /// A run of the probe has reported: the next one, if the round is not decided.
    pub(crate) fn next_probe(
        &mut self,
        context: Context<'_>,
        last: TrialCall,
    ) -> Option<TrialCall> {
        self.catch_up(context);
        self.probe_ends();
        match &self.phase {
            Phase::HalfOpen(trials) if trials.is_by_probe() && trials.counts()[0] == 0 => {
                last.generation.is(self.generation).then(|| self.probe_call()).flatten()
            }
            _ => None,
        }
    }

    /// A run of the probe has ended without a result.
    pub(crate) fn probe_says_nothing(
        &mut self,
        context: Context<'_>,
        call: TrialCall,
        why: NoVerdict,
    ) {
        self.probe_ends();
        // A call within it may have been the trial's result.
        let is_undecided = self.record_trial(context, call, Report::Abandoned, None);
        if is_undecided && call.generation.is(self.generation) {
            self.leave_to_users(context, why);
        }
    }

    /// From now on users' calls are trial calls, until the next transition.
    fn leave_to_users(&mut self, context: Context<'_>, why: NoVerdict) {
        if let Phase::HalfOpen(trials) = &mut self.phase {
            if trials.is_by_probe() {
                trials.leave_to_users();
                self.announce(context, EventKind::ProbeSilent { why });
            }
        }
    }
}
