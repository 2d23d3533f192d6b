//! Failures, and where each is counted.
//!
//! The first row that fits decides. Among the circuit's calls a failure is counted on a lane of the
//! thread's page ([`Lane::Failure`]), and under the lock by its kind, unless that is an error. In
//! the window it is counted by the machine, which may open the circuit with it: see
//! [`machine::outcomes`](crate::machine).
//!
//! | mode of the permit | the circuit now | among the calls | in the window |
//! |---|---|---|---|
//! | `Trial`, `WithinTrial` | any | if the trial has no result yet | no: it opens the circuit, if it is of this generation |
//! | `Closed..`, `Watching..`, `Ramp` | of this generation | yes | yes |
//! | `Closed..`, `Watching..`, `Ramp` | of another generation, and the permit's key has another circuit | of that circuit, see [`pass_on_failure`](Circuit::pass_on_failure) | of that circuit |
//! | `Closed..`, `Watching..`, `Ramp` | of another generation | yes | no: it is late (rule S7) |
//! | `ForcedClosed`, `DryRun` | any | yes | no |

use crate::base::time::Time;
use crate::circuit::Circuit;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::events::failure::{Failure, FailureKind};
use crate::machine::{Context, Machine, Report};
use crate::tallies::Lane;

impl Circuit {
    /// Takes note of a failure. One that passed at a glance matters, whatever else.
    #[inline(never)]
    pub(crate) fn fail(&self, issued: Word, admitted: Time, failure: Failure<'_>) {
        if issued.passes() {
            self.record_failure(issued, failure);
        } else {
            self.settle_with(issued, admitted, Report::Failure(failure.kind), failure.detail);
        }
    }

    /// Counts a failure and tells the machine: where its key has its circuit now, if that is no
    /// longer this one (rule S15).
    pub(super) fn record_failure(&self, issued: Word, failure: Failure<'_>) {
        let is_of_present = self.word().generation() == issued.generation();
        // The key that it is about may have another circuit: then that one counts it.
        if !is_of_present && self.pass_on_failure(issued, failure, false) {
            return;
        }
        // First, so that who hears of a transition finds it counted.
        self.count_end(Report::Failure(failure.kind));
        // Overtaken between the load and the lock: it is counted here, and may still open there.
        if !is_of_present || !self.report_failure(issued, failure) {
            self.note_late(issued, failure, is_of_present);
        }
    }

    /// Takes note of a failure that is late, of the present generation or not when that began.
    #[cold]
    #[inline(never)]
    fn note_late(&self, issued: Word, failure: Failure<'_>, was_of_present: bool) {
        if !was_of_present || !self.pass_on_failure(issued, failure, true) {
            self.note_failure(issued, failure);
            self.hear_late(issued, failure);
        }
    }

    /// Takes note of what the callee of a late call asks for, if it asks for something: the circuit
    /// may stay open for longer (rule S19). Not if the call would have been rejected, nor if its
    /// key has lost the circuit.
    pub(super) fn hear_late(&self, issued: Word, failure: Failure<'_>) {
        let Some(wish) = failure.wish().filter(|_| issued.mode() != Mode::DryRun) else { return };
        let now = self.clock().now();
        let mut locked = self.lock();
        if locked.is_of_former_key(issued) {
            return;
        }
        let step = |machine: &mut Machine, context: Context<'_>| machine.lengthen(context, wish);
        let ((), untold) = self.step_with(&mut locked, now, step, |(), _| {}, |_| true);
        drop(locked);
        untold.tell();
    }

    /// Counts a failure that is no error. Under the lock, for whoever looks at the counts is to see
    /// it among all failures and by its kind, or in neither.
    #[cold]
    pub(super) fn count_failure(&self, kind: FailureKind) {
        let mut locked = self.lock();
        locked.extras().rare.failures.add(kind, 1);
        self.count(Lane::Failure);
    }

    /// Tells the machine of a failure, which is the last one then; false if it is late.
    #[cold]
    fn report_failure(&self, issued: Word, failure: Failure<'_>) -> bool {
        let now = self.clock().now();
        let step = |machine: &mut Machine, context: Context<'_>| {
            let is_of_present = issued.is_of_generation(machine.generation());
            if is_of_present {
                match failure.wish() {
                    Some(wish) => machine.record_wish(context, wish),
                    None => machine.record_outcome(context, Report::Failure(failure.kind)),
                }
            }
            is_of_present
        };
        let (is_of_present, untold) = self.step_counted(now, step, |&is_of_present, extras| {
            if is_of_present {
                extras.get_or_insert_default().note_failure(self, now, failure);
            }
        });
        untold.tell();
        is_of_present
    }
}
