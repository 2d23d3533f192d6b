//! Trial calls, and calls within them: the machine knows under the lock alone whether one counts.

use std::sync::Arc;

use super::{lane_of, noted_kind};
use crate::base::time::Time;
use crate::circuit::Circuit;
use crate::circuit::locked::Extras;
use crate::circuit::word::Word;
use crate::events::failure::Failure;
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
        error: Option<&Arc<str>>,
    ) -> bool {
        let failure = report.failure().map(|kind| Failure { kind, error });
        let is_counted = self.record_trial(issued, call, report, failure);
        // The key may have lost the circuit while the trial ran. A circuit that this failure has
        // opened is of another generation, too: then nobody is found that had it before.
        if let (Some(failure), true) = (failure, is_counted) {
            if self.word().generation() != issued.generation() {
                self.pass_on_failure(issued, failure, true);
            }
        }
        is_counted
    }

    /// Tells the machine, and counts the call if that says so: before anybody can see what the
    /// circuit has become by it.
    fn record_trial(
        &self,
        issued: Word,
        call: TrialCall,
        report: Report,
        failure: Option<Failure<'_>>,
    ) -> bool {
        let now = self.clock().now();
        let step = |machine: &mut Machine, context: Context<'_>| {
            (machine.record_trial(context, call, report), machine.generation())
        };
        let count = |&(is_counted, generation): &(bool, u64), extras: &mut Option<Box<Extras>>| {
            if is_counted {
                if let Some(failure) = failure {
                    let extras = extras.get_or_insert_default();
                    self.note_failed_trial(extras, issued, generation, now, failure);
                }
                self.count(lane_of(report));
            }
        };
        let ((is_counted, _), untold) = self.step_counted(now, step, count);
        untold.tell();
        is_counted
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
