//! Failed calls whose callee asks callers to wait (rule S19).

use core::time::Duration;

use super::{Context, Machine, Phase};
use crate::base::time::Time;
use crate::events::OpenReason;
use crate::events::failure::FailureKind;
use crate::events::wish::Wish;
use crate::machine::backoff;

impl Machine {
    /// Takes a step with the end of a call of this generation that was no trial call: it failed,
    /// and this is what its callee asks for.
    pub(crate) fn record_wish(&mut self, context: Context<'_>, wish: Wish) {
        if !context.policy.enabled {
            return;
        }
        let now = self.step(context.now);
        if let Phase::Closed | Phase::RampUp(_) = self.phase {
            let moment = self.moment(context, now);
            // It opens the circuit, whether or not the rule says so too.
            let _ = self.window.fail(moment);
            self.note_kind(FailureKind::Error, moment);
            // A ramp-up may have been over before this call ended.
            self.catch_up(context);
            self.grant(context, wish);
            // None that came since: the circuit had opened by then.
            self.earlier_successes = moment.successes;
        }
    }

    /// Opens as the callee of a failed call asks. The row of openings stays what it was, unless the
    /// callee does not say how long.
    pub(super) fn grant(&mut self, context: Context<'_>, wish: Wish) {
        let (asked, last) = (wish.time(), Some(FailureKind::Error));
        let reason = OpenReason::ToldToWait { asked, last, error: None };
        match wish {
            Wish::AsAnyOpening => self.reopen(context, reason),
            Wish::For(time) => {
                let until = self.end_if_told(context, time);
                self.open_as_told(context, until, reason);
            }
        }
    }

    /// Takes note of what the callee of an older generation's call asks for: while the circuit is
    /// open the latest end wins, and nothing else happens (rule S7).
    pub(crate) fn lengthen(&mut self, context: Context<'_>, wish: Wish) {
        let now = self.step(context.now);
        let (Phase::Open(open), Wish::For(time)) = (&self.phase, wish) else { return };
        if !context.policy.enabled || open.until <= now {
            return;
        }
        let until = self.end_if_told(context, time);
        if let Phase::Open(open) = &mut self.phase {
            open.until = open.until.max(until);
        }
    }

    fn end_if_told(&mut self, context: Context<'_>, time: Duration) -> Time {
        self.latest.after(backoff::told(context.policy, time, &mut self.dice))
    }
}
