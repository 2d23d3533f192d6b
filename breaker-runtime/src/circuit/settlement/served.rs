//! Successes that may turn out to be none: a stream counts as one by its first item, and may fail
//! later (rule S16).
//!
//! What the failure does to the circuit is in [`machine::late`](crate::machine::late).

use super::{lane_of, noted_kind};
use crate::base::time::Time;
use crate::circuit::Circuit;
use crate::circuit::locked::Extras;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::events::failure::Failure;
use crate::machine::late::{Late, Served};
use crate::machine::trials::call::TrialCall;
use crate::machine::{Context, Machine, Report};
use crate::tallies::Lane;

/// A call that has counted as a success, and may fail later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Success {
    issued: Word,
    /// Nothing, if the window knows nothing of the call.
    served: Option<Served>,
}

impl Circuit {
    /// Takes note of a success that may fail later; nothing, if it is none by now, or doesn't
    /// count.
    #[cold]
    pub(crate) fn succeed_for_now(&self, issued: Word, admitted: Time) -> Option<Success> {
        // One that took too long has failed, and fails no more.
        if self.is_too_slow(admitted, Report::Success) {
            self.settle(issued, admitted, Report::Success);
            return None;
        }
        if let Some(call) = issued.trial_call() {
            return self.succeed_in_trial(issued, call);
        }
        if !issued.count_success() {
            self.settle(issued, Time::NEVER, Report::Success);
        }
        let is_in_window = issued.mode().is_closed() || issued.mode() == Mode::Ramp;
        let served = is_in_window.then(|| self.lock().machine().served());
        Some(Success { issued, served })
    }

    /// The success of a call that somebody has counted a moment ago.
    pub(crate) fn counted_success(&self) -> Success {
        let mut served = None;
        self.step(self.clock().now(), |machine, context| {
            served = machine.force_in_phase().is_none().then(|| machine.served_before(context));
        });
        Success { issued: self.word(), served }
    }

    fn succeed_in_trial(&self, issued: Word, call: TrialCall) -> Option<Success> {
        let step = |machine: &mut Machine, context: Context<'_>| {
            let before = machine.generation();
            let is_counted = machine.record_trial(context, call, Report::Success, None);
            (is_counted, machine.served_by_trial(before, call.generation.is(before)))
        };
        let count = |&(is_counted, _): &(bool, Served), _: &mut Option<Box<Extras>>| {
            if is_counted {
                self.count(lane_of(Report::Success));
            }
        };
        let ((is_counted, served), untold) = self.step_counted(self.clock().now(), step, count);
        untold.tell();
        is_counted.then_some(Success { issued, served: Some(served) })
    }

    /// Takes note that a call has failed after all: once, and no longer as a success. Where its key
    /// has its circuit now, if that is no longer this one (rule S15).
    #[cold]
    pub(crate) fn fail_later(&self, success: Success, failure: Failure<'_>) {
        let now = self.clock().now();
        let mut locked = self.lock();
        if locked.is_of_former_key(success.issued) {
            drop(locked);
            if !self.pass_on_failure(success.issued, failure, false) {
                self.count_end(Report::Failure(failure.kind));
            }
            return;
        }
        let step = |machine: &mut Machine, context: Context<'_>| {
            if success.served.is_some() {
                machine.fail_late(context, Late::of(failure, success.served));
            }
        };
        let count = |(): &(), extras: &mut Option<Box<Extras>>| {
            let extras = extras.get_or_insert_default();
            self.take_back(extras);
            extras.note_failure(self, now, failure);
            if let Some(kind) = noted_kind(Report::Failure(failure.kind)) {
                extras.rare.failures.add(kind, 1);
            }
            self.count(Lane::Failure);
        };
        let ((), untold) = self.step_with(&mut locked, now, step, count, |_| true);
        drop(locked);
        untold.tell();
    }

    /// One success less, if there is one: whoever watches a stream of a call that was none has
    /// nothing to take back.
    fn take_back(&self, extras: &mut Extras) {
        let all = extras.calls(self);
        let before = extras.occupant.as_ref().map(|occupant| occupant.counted_before);
        if all.since(before.unwrap_or_default()).success > 0 {
            extras.rare.failed_later += 1;
        }
    }
}
