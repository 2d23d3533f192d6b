//! Taking note of how an admitted call ended: on the thread's own page, and under the lock where it
//! may matter to the circuit.
//!
//! What passes at a glance comes to `successes` and `failures` at once, and what is more than that
//! through [`settle`](Circuit::settle). What the end of a call does to the state machine is in
//! [`machine::outcomes`](crate::machine).

mod failures;
#[cfg(feature = "stream")]
pub(crate) mod served;
mod successes;
mod trials;

use super::Circuit;
use crate::base::time::Time;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::events::failure::{Detail, Failure, FailureKind};
use crate::machine::Report;
use crate::tallies::Lane;

impl Circuit {
    /// Takes note of a call that says nothing.
    pub(crate) fn ignore(&self, issued: Word, admitted: Time) {
        self.settle(issued, admitted, Report::Ignored);
    }

    /// Takes note of how a call ended that was admitted at this time, when the state word was
    /// `issued`.
    #[inline(never)]
    pub(crate) fn settle(&self, issued: Word, admitted: Time, report: Report) {
        self.settle_with(issued, admitted, report, None);
    }

    /// The same, with what else is known of a failure. Whether the call counts.
    pub(super) fn settle_with(
        &self,
        issued: Word,
        admitted: Time,
        report: Report,
        detail: Option<&Detail>,
    ) -> bool {
        let mode = issued.mode();
        // Before anything else: what follows is about the outcome that counts.
        let report = if self.is_too_slow(admitted, report) {
            Report::Failure(FailureKind::SlowCall)
        } else {
            report
        };
        // Whether a trial call counts at all is known under the lock alone.
        if let Some(call) = issued.trial_call() {
            return self.settle_trial(issued, call, report, detail);
        }
        // Loaded once: the decisions below are about one moment.
        let present = self.word();
        // Nothing has happened since: the success is one of this word, on this thread's page.
        let is_success_in_closed = mode.is_closed() && report == Report::Success;
        if is_success_in_closed && present == issued && self.count_in_closed(issued) {
            return true;
        }
        let matters = matters_to_machine(issued, present, report);
        self.settle_elsewhere(issued, report, detail, matters);
        true
    }

    /// Takes note of an end that is no success of this word: for the machine too, if it `matters`
    /// to that.
    fn settle_elsewhere(
        &self,
        issued: Word,
        report: Report,
        detail: Option<&Detail>,
        matters: bool,
    ) {
        match report {
            Report::Failure(kind) if matters => {
                self.record_failure(issued, Failure { kind, detail });
            }
            Report::Failure(kind) => {
                self.count_end(report);
                let failure = Failure { kind, detail };
                self.note_failure(issued, failure);
                self.hear_late(issued, failure);
            }
            _ => {
                // First, so that who hears of a transition finds it counted.
                self.count_end(report);
                if matters {
                    self.report_to_machine(issued, report);
                } else if issued.mode().is_closed() && report == Report::Abandoned {
                    self.note_abandoned();
                }
            }
        }
    }

    /// Counts a call by how it ended.
    pub(super) fn count_end(&self, report: Report) {
        match noted_kind(report) {
            Some(kind) => self.count_failure(kind),
            None => self.count(lane_of(report)),
        }
    }

    /// Counts one more on `lane` of this thread's page.
    #[inline]
    pub(super) fn count(&self, lane: Lane) {
        self.spill().count(self.word().slot(), lane);
    }

    /// Whether the call took strictly longer than it may. Calls that say nothing about the callee
    /// may take any time, and others that failed did so already.
    fn is_too_slow(&self, admitted: Time, report: Report) -> bool {
        let is_judged =
            matches!(report, Report::Ignored | Report::RejectedWithin | Report::Failure(_));
        if admitted == Time::NEVER || is_judged {
            return false;
        }
        let limit = self.tuning().slow_after();
        limit.is_some_and(|limit| self.clock().now().since(admitted) > limit)
    }

    /// Whether that makes a difference: a result of an older generation changes nothing (rule S7).
    #[cold]
    pub(super) fn report_to_machine(&self, issued: Word, report: Report) -> bool {
        self.step(self.clock().now(), |machine, context| {
            let is_of_present = issued.is_of_generation(machine.generation());
            if is_of_present {
                machine.record_outcome(context, report);
            }
            is_of_present
        })
    }
}

/// Whether the machine is to hear of a call's end, if not of a trial call's.
#[inline]
fn matters_to_machine(issued: Word, present: Word, report: Report) -> bool {
    let mode = issued.mode();
    match (mode, report) {
        // The machine ends the ramp-up with it, if its time is over.
        (Mode::Ramp, Report::Success | Report::Failure(_)) => true,
        // Forced closed and dry runs record nothing; a late failure may be another key's.
        (_, Report::Failure(_)) => mode.is_closed(),
        // No page could take it, and the window must not miss it. By the generation, for the words
        // of one differ where the policy was changed meanwhile.
        (_, Report::Success) => {
            mode.is_closed()
                && present.generation() == issued.generation()
                && present.mode().counts_successes()
        }
        _ => false,
    }
}

/// The kind of a failure that is counted by its kind: what is left of all failures are errors.
fn noted_kind(report: Report) -> Option<FailureKind> {
    match report {
        Report::Failure(kind) if kind != FailureKind::Error => Some(kind),
        _ => None,
    }
}

/// Where a call that ended so is counted, unless a closed circuit's success has a place of its own.
const fn lane_of(report: Report) -> Lane {
    match report {
        Report::Success => Lane::Uncounted,
        Report::Failure(_) => Lane::Failure,
        Report::Ignored | Report::RejectedWithin => Lane::Ignored,
        Report::Abandoned => Lane::Abandoned,
    }
}
