//! How far a stream has come, as its circuit sees it (rule S16).

use core::mem;
use core::task::Poll;

use crate::base::identity::CircuitId;
use crate::base::text::Text;
use crate::call::judge::{Judge, Judgement};
use crate::circuit::Circuit;
use crate::circuit::admitted::Admission;
use crate::circuit::admitted::running::Waiting;
use crate::circuit::settlement::served::Success;
use crate::events::failure::{Detail, Failure, FailureKind};
use crate::events::wish::Wish;

/// What becomes of a call that has returned a stream. Dropped before that is known, the call is
/// abandoned.
#[derive(Debug)]
pub(crate) struct Course<'b>(Stage<'b>);

#[derive(Debug)]
enum Stage<'b> {
    /// No item has decided yet. The last one may have been the rejection of another call.
    Undecided(Waiting<'b>, Option<CircuitId>),
    /// It was a success, so far.
    Succeeded(&'b Circuit, Success),
    /// Nothing more is to be said.
    Over,
}

impl<'b> Course<'b> {
    /// That of a call which no circuit knows of.
    pub(crate) const UNGUARDED: Self = Self(Stage::Over);

    /// The stream decides.
    pub(crate) const fn begin(admission: Admission<'b>) -> Self {
        Self(Stage::Undecided(Waiting::with(admission), None))
    }

    /// Somebody has decided.
    pub(crate) const fn go_on_from(circuit: &'b Circuit, success: Success) -> Self {
        Self(Stage::Succeeded(circuit, success))
    }

    /// Polls for the next item, and tells the circuit.
    #[inline]
    pub(crate) fn next<R, J: Judge<R>>(
        &mut self,
        judge: &J,
        poll: impl FnOnce() -> Poll<Option<R>>,
    ) -> Poll<Option<R>> {
        match mem::replace(&mut self.0, Stage::Over) {
            Stage::Over => poll(),
            Stage::Succeeded(circuit, success) => {
                let (polled, success) = go_on(circuit, success, judge, poll);
                if let Some(success) = success {
                    self.0 = Stage::Succeeded(circuit, success);
                }
                polled
            }
            Stage::Undecided(waiting, within) => self.decide(waiting, within, judge, poll),
        }
    }

    /// Whoever runs within a trial call is part of it until the first good item.
    fn decide<R, J: Judge<R>>(
        &mut self,
        mut waiting: Waiting<'b>,
        within: Option<CircuitId>,
        judge: &J,
        poll: impl FnOnce() -> Poll<Option<R>>,
    ) -> Poll<Option<R>> {
        let running = waiting.resume();
        let polled = poll();
        let within = match &polled {
            Poll::Pending => within,
            Poll::Ready(None) => {
                // All that there was may have been the rejection of another call.
                running.end(within.map_or(Judgement::Success, Judgement::RejectedWithin));
                return polled;
            }
            Poll::Ready(Some(item)) => match judge.judge(item) {
                Judgement::Success => {
                    if let Some((circuit, success)) = running.succeed_for_now() {
                        self.0 = Stage::Succeeded(circuit, success);
                    }
                    return polled;
                }
                Judgement::Failure(kind) => {
                    running.fail(kind, |text| J::describe(item, text));
                    return polled;
                }
                Judgement::Wish(wish) => {
                    running.fail_told(wish, |text| J::describe(item, text));
                    return polled;
                }
                Judgement::Ignored | Judgement::Pending => None,
                Judgement::RejectedWithin(by) => Some(by),
            },
        };
        waiting.pause(running);
        self.0 = Stage::Undecided(waiting, within);
        polled
    }
}

impl Drop for Course<'_> {
    fn drop(&mut self) {
        if let Stage::Undecided(waiting, _) = &mut self.0 {
            if let Some(admission) = waiting.take() {
                admission.abandon();
            }
        }
    }
}

/// Polls a stream that has counted as a success; which it still is, if that is returned.
#[inline]
pub(crate) fn go_on<R, J: Judge<R>>(
    circuit: &Circuit,
    success: Success,
    judge: &J,
    poll: impl FnOnce() -> Poll<Option<R>>,
) -> (Poll<Option<R>>, Option<Success>) {
    let polling = Polling { circuit, success };
    let polled = poll();
    let judgement = match &polled {
        Poll::Ready(Some(item)) => judge.judge(item),
        Poll::Ready(None) | Poll::Pending => Judgement::Ignored,
    };
    mem::forget(polling);
    match (judgement, &polled) {
        (Judgement::Failure(kind), Poll::Ready(Some(item))) => {
            fail(circuit, success, kind, None, |text| J::describe(item, text));
            (polled, None)
        }
        (Judgement::Wish(wish), Poll::Ready(Some(item))) => {
            let (kind, wish) = (FailureKind::Error, Some(wish));
            fail(circuit, success, kind, wish, |text| J::describe(item, text));
            (polled, None)
        }
        (_, Poll::Ready(None)) => (polled, None),
        _ => (polled, Some(success)),
    }
}

#[cold]
#[inline(never)]
fn fail(
    circuit: &Circuit,
    success: Success,
    kind: FailureKind,
    wish: Option<Wish>,
    describe: impl FnOnce(&mut Text),
) {
    let detail = Detail { error: circuit.text(describe), wish };
    circuit.fail_later(success, Failure { kind, detail: Some(&detail) });
}

/// A stream that is polled: dropped, it has panicked.
struct Polling<'c> {
    circuit: &'c Circuit,
    success: Success,
}

impl Drop for Polling<'_> {
    #[cold]
    fn drop(&mut self) {
        self.circuit.fail_later(self.success, Failure::of(FailureKind::Panic));
    }
}
