//! Which calls pass, state by state; and where an open circuit lets one through: once its open time
//! is over, the next call makes it half-open and is its first trial call (rules S5, S6 and S9).

use core::mem;

use super::{Context, Machine, Phase};
use crate::base::time::Time;
use crate::events::state::State;
use crate::machine::trials::call::{RecoveryCall, TrialCall};
use crate::policy::Policy;
use crate::tallies::Generation;

/// How a call is admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admitted {
    /// By the state alone, as every call is.
    ByState,
    /// As a trial call, or as part of one.
    Trial(TrialCall),
    /// By the chance of a ramp-up.
    InRampUp,
    /// Not at all: the probe's trial call is to begin (rule S18).
    Probe(TrialCall),
}

impl Machine {
    /// Admits a call: the word for its permit; or doesn't. It is made within these calls of this
    /// circuit, the innermost first.
    pub(crate) fn admit(
        &mut self,
        context: Context<'_>,
        around: &[RecoveryCall],
        has_probe: bool,
    ) -> Option<Admitted> {
        // Time first: from here on, an open circuit whose time is over is half-open.
        self.catch_up(context);
        // Whatever phase goes on underneath, a circuit that is switched off stands in nobody's way.
        if !context.policy.enabled {
            return Some(Admitted::ByState);
        }
        let now = self.latest;
        match &mut self.phase {
            Phase::Closed => Some(Admitted::ByState),
            Phase::Forced(force) => {
                (force.state() == State::ForcedClosed).then_some(Admitted::ByState)
            }
            // The call that finds the time to be over comes to the first place itself.
            Phase::HalfOpen(_) => self.try_callee(context, around, has_probe),
            Phase::RampUp(ramp_up) => {
                // A call that was let in is let finish: chance has a say once, in the outermost.
                let is_admitted = is_within_recovery(self.generation, around)
                    || ramp_up.admits(now, &mut self.dice);
                is_admitted.then_some(Admitted::InRampUp)
            }
            // Its time is not over.
            Phase::Open(_) => None,
        }
    }

    /// The state that the present phase has turned into by time alone, and when.
    pub(super) fn due(&self, policy: &Policy, now: Time) -> Option<(State, Time)> {
        match &self.phase {
            _ if !policy.enabled => None,
            Phase::Open(open) => Some((State::HalfOpen, open.until)),
            Phase::RampUp(ramp_up) => Some((State::Closed, ramp_up.end())),
            Phase::Forced(force) if force.has_end() => {
                Some((self.state_after(force), force.until()))
            }
            _ => None,
        }
        .filter(|&(_, at)| at <= now)
        // That of a circuit that was switched off meanwhile has passed before.
        .map(|(state, at)| (state, at.max(self.entered)))
    }

    /// Takes each transition that is due, as of when it was, before anything else happens.
    pub(super) fn catch_up(&mut self, context: Context<'_>) {
        let now = self.step(context.now);
        // What is forced on all keys may be over as well when what was forced on one is.
        while let Some((_, at)) = self.due(context.policy, now) {
            match &self.phase {
                Phase::Open(_) => self.half_open(context, at),
                Phase::Forced(_) => self.end_force(context, at),
                _ => self.end_ramp_up(context, at),
            }
        }
        self.look_at_force_of_all_keys(now);
    }

    /// Admits a call as a trial call, or as part of one around it.
    pub(super) fn admit_trial(&mut self, now: Time, around: &[RecoveryCall]) -> Option<Admitted> {
        // First, for it changes the generation, by which the calls around are told.
        self.renew_numbers();
        self.admit_within(around).or_else(|| {
            let generation = Generation::of(self.generation);
            let Phase::HalfOpen(trials) = &mut self.phase else { return None };
            let trial = trials.admit(now)?;
            Some(Admitted::Trial(TrialCall { generation, trial, is_within: false }))
        })
    }

    /// Admits a call as part of a trial call around it. It takes no place: it would wait for the
    /// one that its own outer call holds. One within a trial of an older round is a call like any
    /// other.
    pub(super) fn admit_within(&mut self, around: &[RecoveryCall]) -> Option<Admitted> {
        let generation = self.generation;
        let Phase::HalfOpen(trials) = &mut self.phase else { return None };
        let mut around = around.iter().filter_map(|call| call.trial_in(generation));
        let trial = around.find(|trial| trials.admit_within(*trial))?;
        let generation = Generation::of(generation);
        Some(Admitted::Trial(TrialCall { generation, trial, is_within: true }))
    }

    /// Begins another generation where the present one has no number left for a trial call: after
    /// 2^24 that ended without a result.
    pub(super) fn renew_numbers(&mut self) {
        let Phase::HalfOpen(trials) = &mut self.phase else { return };
        if trials.is_used_up() {
            let fresh = trials.begin_anew();
            let past = mem::replace(&mut **trials, fresh);
            self.end_round(past);
            self.generation += 1;
        }
    }
}

/// Whether one of these calls was admitted in the present ramp-up, or as a trial call in the round
/// right before it: what it is made of is not left to chance again.
fn is_within_recovery(generation: u64, around: &[RecoveryCall]) -> bool {
    around.iter().any(|call| match call {
        RecoveryCall::InRampUp(admitted) => admitted.is(generation),
        RecoveryCall::Trial(call) => call.generation.is(generation.wrapping_sub(1)),
    })
}
