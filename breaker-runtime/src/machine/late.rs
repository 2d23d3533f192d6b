//! Failures that come late: what an older generation has to say all the same (rule S7 has no other
//! exceptions that count calls).
//!
//! * The key of a call has lost its place meanwhile: the call counts where the key is now (rule
//!   S15).
//! * A stream has failed whose first item was a success: the failure counts once, in whatever
//!   closed circuit or ramp-up there is, and takes that success back. If the success has closed the
//!   circuit, the failure opens it again (rule S16).
//!
//! What the callee of either asks for is granted there, and lengthens an opening elsewhere (rule
//! S19).

use super::{Context, Machine, Phase};
use crate::events::OpenReason;
use crate::events::failure::{Failure, FailureKind, FailureKinds};
use crate::events::wish::Wish;
use crate::machine::window::Moment;

/// A success that may turn out to be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Served {
    /// The generation that has it.
    generation: u64,
    /// How many failures there had been in runs.
    failures: u64,
    part: Part,
}

/// What a success was to its circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// One of many.
    #[cfg_attr(not(feature = "stream"), expect(dead_code, reason = "streams alone ask"))]
    Ordinary,
    /// A trial call's, with others to come.
    Trial,
    /// The one that closed the circuit.
    Closing,
}

/// The last time that trial calls have closed the circuit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recovery {
    /// The generation that began with it.
    began: u64,
    /// The one that goes on with it: another one when a ramp-up is over.
    goes_on_in: u64,
    /// Whether calls are known to have succeeded since.
    #[cfg_attr(not(feature = "stream"), expect(dead_code, reason = "streams alone ask"))]
    is_over: bool,
}

/// A failure that comes late.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Late {
    kind: FailureKind,
    /// What the callee asks for.
    wish: Option<Wish>,
    /// The success that it was taken for.
    served: Option<Served>,
}

impl Late {
    pub(crate) fn of(failure: Failure<'_>, served: Option<Served>) -> Self {
        Self { kind: failure.kind, wish: failure.wish(), served }
    }
}

impl Machine {
    /// Takes note of a failure whose call was admitted in an older generation, or has counted as a
    /// success.
    pub(crate) fn fail_late(&mut self, context: Context<'_>, late: Late) {
        // One that is over is shown as over, and what comes after it counts this.
        if self.force_in_phase().is_some() {
            self.catch_up(context);
        }
        let Late { kind, wish, served } = late;
        let now = self.step(context.now);
        match (&self.phase, wish) {
            _ if !context.policy.enabled => {}
            (Phase::Closed | Phase::RampUp(_), None) if self.was_closed_by(served) => {
                self.open_again(context, kind);
            }
            (Phase::Closed | Phase::RampUp(_), wish) => {
                let moment = self.moment(context, now);
                let moment = served.map_or(moment, |served| self.take_back(moment, served));
                match wish {
                    Some(wish) => self.record_wish(context, wish),
                    None => self.fail(context, moment, kind),
                }
            }
            // A trial of the present round: it has failed after all.
            (Phase::HalfOpen(_), Some(wish)) if self.is_present_trial(served) => {
                self.grant(context, wish);
            }
            (Phase::HalfOpen(_), None) if self.is_present_trial(served) => {
                self.fail_after_all(context, kind);
            }
            (_, Some(wish)) => self.lengthen(context, wish),
            (_, None) => {}
        }
    }

    fn is_present_trial(&self, served: Option<Served>) -> bool {
        served.is_some_and(|served| {
            served.part == Part::Trial && served.generation == self.generation
        })
    }

    /// The moment with one success less, if the window counts one.
    fn take_back(&mut self, moment: Moment, served: Served) -> Moment {
        if !self.window.take_back(moment, served.failures) {
            return moment;
        }
        // Wrapping: it may have been counted on a page, and others before are none.
        self.earlier_successes = self.earlier_successes.wrapping_sub(1);
        Moment { successes: moment.successes.wrapping_sub(1), ..moment }
    }

    /// Opens as if the trial call had failed in the first place: the row of openings goes on,
    /// however long the circuit has been closed by that mistake.
    fn open_again(&mut self, context: Context<'_>, kind: FailureKind) {
        self.catch_up(context);
        let mut kinds = FailureKinds::default();
        kinds.add(kind, 1);
        let (failures, calls, last, error) = (1, 1, kind, None);
        let reason = OpenReason::TrialCall { failures, calls, kinds, last, error };
        self.reopen_in_row(context, reason);
    }

    /// A trial call of this round counts as failed, and as succeeded no more.
    fn fail_after_all(&mut self, context: Context<'_>, kind: FailureKind) {
        let Phase::HalfOpen(trials) = &mut self.phase else { return };
        if let Some(decision) = trials.fail_after_all(kind) {
            self.end_trials(context, decision);
        }
    }

    fn was_closed_by(&self, served: Option<Served>) -> bool {
        let recovery = self.rare.as_ref().and_then(|rare| rare.recovery);
        let (Some(served), Some(recovery)) = (served, recovery) else { return false };
        served.part == Part::Closing
            && recovery.began == served.generation
            && recovery.goes_on_in == self.generation
    }

    /// Trial calls have closed the circuit: with this generation a recovery begins.
    pub(super) fn begin_recovery(&mut self) {
        let began = self.generation;
        let recovery = Recovery { began, goes_on_in: began, is_over: false };
        self.rare.get_or_insert_default().recovery = Some(recovery);
    }

    /// Another generation goes on with a recovery that this one had.
    pub(super) fn go_on_with_recovery_of(&mut self, generation: u64) {
        let recovery = self.rare.as_mut().and_then(|rare| rare.recovery.as_mut());
        if let Some(recovery) = recovery.filter(|recovery| recovery.goes_on_in == generation) {
            recovery.goes_on_in = self.generation;
        }
    }
}

#[cfg(feature = "stream")]
impl Machine {
    /// What has just been counted as a success, of a call that was no trial call.
    pub(crate) fn served(&self) -> Served {
        self.served_as(Part::Ordinary)
    }

    /// What has just been counted as the success of a trial call that was admitted in this
    /// generation, which was the present one `before` that success.
    pub(crate) fn served_by_trial(&self, before: u64, is_of_present: bool) -> Served {
        self.served_as(match &self.phase {
            _ if !is_of_present => Part::Ordinary,
            _ if self.generation != before => Part::Closing,
            Phase::HalfOpen(_) => Part::Trial,
            _ => Part::Ordinary,
        })
    }

    /// A success that somebody has counted before: the one that closed the circuit, if nothing has
    /// succeeded since that did.
    pub(crate) fn served_before(&mut self, context: Context<'_>) -> Served {
        let generation = self.generation;
        let is_recent = |recovery: &Recovery| recovery.goes_on_in == generation;
        let recovery = self.rare.as_ref().and_then(|rare| rare.recovery);
        let Some(recovery) = recovery.filter(|recovery| is_recent(recovery) && !recovery.is_over)
        else {
            return self.served();
        };
        if self.counted_successes(context) == 0 {
            return Served { generation: recovery.began, ..self.served_as(Part::Closing) };
        }
        // Asked once: to count those of all threads takes its time.
        let recovery = Recovery { is_over: true, ..recovery };
        self.rare.get_or_insert_default().recovery = Some(recovery);
        self.served()
    }

    const fn served_as(&self, part: Part) -> Served {
        Served { generation: self.generation, failures: self.window.failures_in_runs(), part }
    }
}
