//! Trial calls, and calls within them: the machine knows under the lock alone whether one counts.

use super::{lane_of, noted_kind};
use crate::base::time::Time;
use crate::circuit::Circuit;
use crate::circuit::locked::Extras;
use crate::circuit::word::Word;
use crate::events::failure::{Detail, Failure};
use crate::machine::trials::call::TrialCall;
use crate::machine::{Context, Machine, Report};

impl Circuit {
    /// Takes note of how a trial call, or a call within one, ended. Whether it counts.
    #[cold]
    pub(super) fn settle_trial(
        &self,
        issued: Word,
        call: TrialCall,
        report: Report,
        detail: Option<&Detail>,
    ) -> bool {
        let failure = report.failure().map(|kind| Failure { kind, detail });
        let (is_counted, is_late) = self.record_trial(issued, call, report, failure);
        if let Some(failure) = failure {
            // The key may have lost the circuit while the trial ran. A circuit that this failure
            // has opened is of another generation, too: then nobody is found that had it before.
            let has_moved = is_counted && self.word().generation() != issued.generation();
            let is_passed_on = has_moved && self.pass_on_failure(issued, failure, true);
            if is_late && !is_passed_on {
                self.hear_late(issued, failure);
            }
        }
        is_counted
    }

    /// Tells the machine, and counts the call if that says so: before anybody can see what the
    /// circuit has become by it. Whether it is counted, and whether it is late.
    fn record_trial(
        &self,
        issued: Word,
        call: TrialCall,
        report: Report,
        failure: Option<Failure<'_>>,
    ) -> (bool, bool) {
        let now = self.clock().now();
        let wish = failure.and_then(|failure| failure.wish());
        let step = |machine: &mut Machine, context: Context<'_>| {
            let is_late = !call.generation.is(machine.generation());
            let is_counted = machine.record_trial(context, call, report, wish);
            ((is_counted, is_late), machine.generation())
        };
        let count = |told: &((bool, bool), u64), extras: &mut Option<Box<Extras>>| {
            let ((is_counted, _), generation) = *told;
            if is_counted {
                if let Some(failure) = failure {
                    let extras = extras.get_or_insert_default();
                    self.note_failed_trial(extras, issued, generation, now, failure);
                }
                self.count(lane_of(report));
            }
        };
        let ((told, _), untold) = self.step_counted(now, step, count);
        untold.tell();
        told
    }

    /// Takes note of a failure as the last one, unless it was a former key's, and of its kind.
    fn note_failed_trial(
        &self,
        extras: &mut Extras,
        issued: Word,
        generation: u64,
        now: Time,
        failure: Failure<'_>,
    ) {
        if !extras.is_of_former_key(issued, generation) {
            extras.note_failure(self, now, failure);
        }
        if let Some(kind) = noted_kind(Report::Failure(failure.kind)) {
            extras.rare.failures.add(kind, 1);
        }
    }
}
