//! What the end of a call does to the circuit.
//!
//! A failure is counted in the window and may open the circuit; a success is counted where no
//! thread could. What a failure means to each rule is in `window`; the ends of trial calls are in
//! `trials`.

use super::{Context, Machine, Phase, Report};
use crate::events::OpenReason;
use crate::events::failure::{FailureKind, FailureKinds};
use crate::machine::window::{Exceeded, InWindow, Moment};

impl Machine {
    /// Takes a step with the end of a call of this generation that was no trial call.
    pub(crate) fn record_outcome(&mut self, context: Context<'_>, report: Report) {
        if !context.policy.enabled {
            return;
        }
        let now = self.step(context.now);
        match (&mut self.phase, report) {
            (Phase::Closed | Phase::RampUp(_), Report::Failure(kind)) => {
                let moment = self.moment(context, now);
                self.fail(context, moment, kind);
            }
            (Phase::Closed | Phase::RampUp(_), Report::Success) => self.succeed(context),
            _ => {}
        }
    }

    #[expect(clippy::inline_always, reason = "each failure comes here, but for late ones")]
    #[inline(always)]
    pub(super) fn fail(&mut self, context: Context<'_>, moment: Moment, last: FailureKind) {
        let exceeded = self.window.fail(moment);
        self.note_kind(last, moment);
        if let Some(exceeded) = exceeded {
            self.open(context, exceeded, last);
            // None that came since: the circuit had opened by then.
            self.earlier_successes = moment.successes;
        }
    }

    /// Out of the way of failures that open nothing.
    #[cold]
    #[inline(never)]
    fn open(&mut self, context: Context<'_>, exceeded: Exceeded, last: FailureKind) {
        // A ramp-up may have been over before this call ended.
        self.catch_up(context);
        match exceeded {
            Exceeded::Rule(InWindow { failures, calls }) => {
                let (rule, kinds) = (context.policy.rule(), self.kinds_of_latest(failures));
                let error = None;
                let reason = OpenReason::Failures { failures, calls, rule, kinds, last, error };
                self.reopen(context, reason);
            }
            Exceeded::Trust { failures } => self.open_under_suspicion(context, failures, last),
        }
    }

    /// What is never noted was an error.
    #[expect(clippy::inline_always, reason = "each failure comes here, but for late ones")]
    #[inline(always)]
    pub(super) fn note_kind(&mut self, kind: FailureKind, moment: Moment) {
        if kind != FailureKind::Error {
            self.rare.get_or_insert_default();
        }
        if let Some(rare) = &mut self.rare {
            rare.kinds.add(kind, || self.window.held(moment).failures);
        }
    }

    pub(super) fn kinds_of_latest(&self, failures: u64) -> FailureKinds {
        let kinds = self.rare.as_ref().map(|rare| rare.kinds.latest(failures));
        kinds.unwrap_or(FailureKinds { error: failures, ..FailureKinds::default() })
    }

    /// A success that no thread could count on its page.
    fn succeed(&mut self, context: Context<'_>) {
        self.advance(context);
        self.untallied += 1;
        self.catch_up(context);
    }
}
