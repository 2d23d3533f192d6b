//! When a circuit has nothing more to remember, so that another key may have it (rule S15).

use super::{Context, Machine, Phase};
use crate::base::time::Time;

impl Machine {
    /// From when on nothing is lost with it, if nobody calls until then.
    pub(crate) fn is_forgettable_from(&self, context: Context<'_>) -> Time {
        let open_time = context.policy.settings().open_for;
        match &self.phase {
            // Nobody has asked since, or it would be half-open.
            Phase::Open(open) => open.until.after(open_time),
            // Trial calls that are silent for so long have lost their places; while others hold it
            // nobody can ask.
            Phase::HalfOpen(trials) => {
                let asked = trials.heard_at().max(trials.held_until());
                asked.max(self.entered).after(open_time)
            }
            Phase::RampUp(ramp_up) if ramp_up.end() > context.now => ramp_up.end(),
            // Over, it is still one where the circuit is switched off.
            Phase::Closed | Phase::RampUp(_) => self.untroubled_from(context),
            Phase::Forced(force) => self.force_forgettable_from(force, open_time),
        }
    }

    fn untroubled_from(&self, context: Context<'_>) -> Time {
        let moment = self.moment(context, context.now.max(self.latest));
        self.window.untroubled_from(moment, context.policy.settings().open_for)
    }
}
