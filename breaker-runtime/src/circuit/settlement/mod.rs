//! Taking note of how a call ended: on the thread's own page, and under the lock where it may
//! matter to the circuit.
//!
//! Where a success is counted. The first row that fits decides; a success that took too long is a
//! failure before any of them.
//!
//! | mode of the permit | the circuit now | counted | in the window |
//! |---|---|---|---|
//! | `Trial`, `WithinTrial` | any | as `Uncounted`, under the lock, if the trial has no result yet | no: it may close the circuit, whose window begins empty |
//! | `Closed`, `ClosedCounting` | any, and the thread's page has this word | as `Counted`, at hand | if the generation is the present one and the rule counts successes |
//! | `ClosedTiming` | the same, and the window knows the time | as `Counted`, at hand | the same |
//! | `Closed..`, `Watching..` | has the permit's word, and the thread has a page | as `Counted`, on a page with a new tag; the window is told the time first, if it needs that | if the rule counts successes |
//! | `Closed..`, `Watching..` | is closed, of this generation, and its rule counts successes; but the thread has no page, or the policy is another one | as `Uncounted`, and by the machine as untallied | yes |
//! | `Closed..`, `Watching..` | any other | as `Uncounted` | no: it is late (rule S7), or no rule asks |
//! | `Ramp` | of this generation | as `Uncounted`, and by the machine as untallied | if the rule counts successes |
//! | `Ramp` | of another generation | as `Uncounted` | no |
//! | `ForcedClosed`, `DryRun` | any | as `Uncounted` | no |

use std::sync::Arc;

use super::Circuit;
use crate::base::sync::Ordering;
use crate::base::time::Time;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::events::failure::{Failure, FailureKind};
use crate::machine::trials::call::TrialCall;
use crate::machine::{Context, Machine, Report};
use crate::tallies;
use crate::tallies::Lane;

impl Circuit {
    /// Takes note of a success that is more than a count.
    #[inline(never)]
    pub(crate) fn succeed(&self, issued: Word, admitted: Time) {
        let is_noted = issued.mode() == Mode::ClosedTiming
            && self.window_knows_the_time()
            && tallies::count_tagged_at_hand(issued.tag());
        if !is_noted {
            self.settle(issued, admitted, Report::Success);
        }
    }

    /// Takes note of a failure. One that passed at a glance matters, whatever else.
    #[inline(never)]
    pub(crate) fn fail(&self, issued: Word, admitted: Time, failure: Failure<'_>) {
        if issued.passes() {
            self.record_failure(issued, failure);
        } else {
            self.settle_with(issued, admitted, Report::Failure(failure.kind), failure.error);
        }
    }

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

    /// The same, with the text of the error that it ended in.
    fn settle_with(&self, issued: Word, admitted: Time, report: Report, error: Option<&Arc<str>>) {
        let mode = issued.mode();
        // Before anything else: what follows is about the outcome that counts.
        let report = if self.is_too_slow(admitted, report) {
            Report::Failure(FailureKind::SlowCall)
        } else {
            report
        };
        // Whether a trial call counts at all is known under the lock alone.
        if let Some(call) = issued.trial_call() {
            self.settle_trial(issued, call, report, error);
            return;
        }
        // Loaded once: the decisions below are about one moment.
        let present = self.word();
        // Nothing has happened since: the success is one of this word, on this thread's page.
        let is_success_in_closed = mode.is_closed() && report == Report::Success;
        if is_success_in_closed && present == issued && self.count_in_closed(issued) {
            return;
        }
        let matters = matters_to_machine(issued, present, report);
        match report {
            Report::Failure(kind) if matters => {
                self.record_failure(issued, Failure { kind, error });
            }
            Report::Failure(kind) => {
                self.count_end(report);
                self.note_failure(issued, Failure { kind, error });
            }
            _ => {
                // First, so that who hears of a transition finds it counted.
                self.count_end(report);
                if matters {
                    self.report_to_machine(issued, report);
                } else if mode.is_closed() && report == Report::Abandoned {
                    self.note_abandoned();
                }
            }
        }
    }

    /// Counts a failure and tells the machine: where its key has its circuit now, if that is no
    /// longer this one (rule S15).
    fn record_failure(&self, issued: Word, failure: Failure<'_>) {
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

    /// Counts a failure that is no error. Under the lock, for whoever looks at the counts is to see
    /// it among all failures and by its kind, or in neither.
    #[cold]
    fn count_failure(&self, kind: FailureKind) {
        let mut locked = self.lock();
        locked.extras().failures.add(kind, 1);
        self.count(Lane::Failure);
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

    /// Counts a success on the thread's page, if it has one.
    fn count_in_closed(&self, issued: Word) -> bool {
        if issued.mode().is_timing() && !self.window_knows_the_time() {
            self.advance_window();
        }
        tallies::count_newly_tagged(issued.slot(), issued.tag())
    }

    #[inline]
    fn window_knows_the_time(&self) -> bool {
        let stale_at = Time::from_nanos(self.shared.stale_at.load(Ordering::Acquire));
        self.clock().before(stale_at).is_some()
    }

    #[cold]
    fn advance_window(&self) {
        self.step(self.clock().now(), Machine::advance);
    }

    /// Whether that makes a difference: a result of an older generation changes nothing (rule S7).
    #[cold]
    pub(super) fn report_to_machine(&self, issued: Word, report: Report) -> bool {
        self.step(self.clock().now(), |machine, context| {
            let is_of_present = issued.is_of_generation(machine.generation());
            if is_of_present {
                machine.settle(context, report);
            }
            is_of_present
        })
    }

    /// The same of a failure, which is the last one then.
    #[cold]
    fn report_failure(&self, issued: Word, failure: Failure<'_>) -> bool {
        let now = self.clock().now();
        let step = |machine: &mut Machine, context: Context<'_>| {
            let is_of_present = issued.is_of_generation(machine.generation());
            if is_of_present {
                machine.settle(context, Report::Failure(failure.kind));
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

    /// Of a trial call, or of a call within one, the machine knows whether it is to be counted.
    #[cold]
    fn settle_trial(
        &self,
        issued: Word,
        call: TrialCall,
        report: Report,
        error: Option<&Arc<str>>,
    ) {
        let now = self.clock().now();
        let failure = report.failure().map(|kind| Failure { kind, error });
        let step = |machine: &mut Machine, context: Context<'_>| {
            (machine.settle_trial(context, call, report), machine.generation())
        };
        let ((counts, _), untold) =
            self.step_counted(now, step, |&(counts, generation), extras| {
                if counts {
                    if let Some(failure) = failure {
                        let extras = extras.get_or_insert_default();
                        if !extras.is_of_former_key(issued, generation) {
                            extras.note_failure(self, now, failure);
                        }
                        if let Some(kind) = noted_kind(report) {
                            extras.failures.add(kind, 1);
                        }
                    }
                    self.count(lane_of(report));
                }
            });
        untold.tell();
        // The key may have lost the circuit while the trial ran. A circuit that this failure has
        // opened is of another generation, too: then nobody is found that had it before.
        if let (Some(failure), true) = (failure, counts) {
            if self.word().generation() != issued.generation() {
                self.pass_on_failure(issued, failure, true);
            }
        }
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
