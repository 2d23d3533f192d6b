//! Steps that somebody outside of this process asks for: a fleet, which knows of other processes'
//! experience with the same callee (the guide's chapter "Writing a fleet").
//!
//! None of them rejects a call that would have worked: a suspicion needs two failures of this
//! process to open its circuit, and more where some calls fail anyway. Each has an end, so that
//! nobody outside can keep a circuit rejecting.

use core::time::Duration;
use std::sync::Arc;

use super::{Context, Machine, Phase};
use crate::base::time::{Span, Time};
use crate::events::doing::Doing;
use crate::events::failure::{FailureKind, FailureKinds};
use crate::events::state::State;
use crate::events::{EventKind, OpenReason};
use crate::machine::window::{Moment, Suspicion};
use crate::tallies;

/// A hold may last so much longer than an open time: its end waits for an answer, and a circuit
/// with a short open time for the trial call of somebody else.
const ANSWER: Duration = Duration::from_secs(5);

/// So much sooner or later than was told last is told.
const TOLD: Duration = Duration::from_secs(5);

impl Machine {
    /// Follows the run of failures from now on, of which a suspicion looks at two.
    pub(crate) fn follow_runs(&mut self, context: Context<'_>) {
        self.catch_up(context);
        if self.window.follows_runs() {
            return;
        }
        let former = self.counting(context);
        let successes = self.counted_successes(context);
        self.window.follow_runs(Moment { now: self.latest, successes });
        // Successes count from now on where they did not: a permit of before asks.
        if self.counting(context) != former {
            tallies::retag(context.slot, self.tag(context.slot));
        }
    }

    pub(crate) fn follows_runs(&self) -> bool {
        self.window.follows_runs()
    }

    /// Takes a step as somebody outside asks; nothing happens to a circuit that somebody here has
    /// forced into its state or switched off, or that has opened more or less often than the step
    /// is meant for.
    pub(crate) fn step_from_outside<R: Default>(
        &mut self,
        context: Context<'_>,
        by: &Arc<str>,
        opening: Option<u64>,
        step: impl FnOnce(&mut Self, Context<'_>) -> R,
    ) -> R {
        self.follow_runs(context);
        let is_another = opening.is_some_and(|opening| opening != self.opened);
        if is_another || !context.policy.enabled || self.force_in_phase().is_some() {
            return R::default();
        }
        self.step_by(context, &Doing::by(by), step)
    }

    /// Takes a step, of which everybody is told whose doing it is, as far as that is said.
    pub(crate) fn step_by<R>(
        &mut self,
        context: Context<'_>,
        doing: &Doing,
        step: impl FnOnce(&mut Self, Context<'_>) -> R,
    ) -> R {
        // First: what time alone has done is nobody's doing.
        self.catch_up(context);
        let untold = self.rare.as_ref().map_or(0, |rare| rare.news.transitions.len());
        let result = step(self, context);
        let told =
            self.rare.iter_mut().flat_map(|rare| rare.news.transitions.iter_mut().skip(untold));
        told.for_each(|told| told.is_doing_of(doing));
        result
    }

    /// For this long opens at failures in a row that are no ordinary errors, also by those before:
    /// beside its own rule, and only while calls pass.
    pub(crate) fn suspect(&mut self, context: Context<'_>, time: Duration, by: &Arc<str>) {
        if !matches!(self.phase, Phase::Closed | Phase::RampUp(_)) || time.is_zero() {
            return;
        }
        let time = time.min(context.policy.longest_from_outside());
        let was_suspected = self.window.suspicion(self.latest).is_some();
        let until = self.latest.after(time);
        let open_for = time.max(context.policy.settings().open_for);
        self.window.suspect(self.latest, Suspicion { until, by: Arc::clone(by), open_for });
        if !was_suspected {
            self.announce(context, EventKind::Suspected { time });
        }
        if let Some(failures) = self.window.exceeds_trust(self.moment(context, self.latest)) {
            let last = self.last_kind();
            self.open_under_suspicion(context, failures, last);
        }
    }

    /// Ends the suspicion.
    pub(crate) fn trust(&mut self, context: Context<'_>) {
        let is_suspected = self.suspicion(context).is_some();
        self.window.trust();
        if is_suspected {
            self.announce(context, EventKind::Trusted);
        }
    }

    /// Who suspects the circuit, and until when: only while that makes a difference.
    pub(crate) fn suspicion(&self, context: Context<'_>) -> Option<&Suspicion> {
        let may_matter = matches!(self.phase, Phase::Closed | Phase::RampUp(_));
        let suspicion = self.window.suspicion(context.now.max(self.latest));
        suspicion.filter(|_| may_matter && context.policy.enabled)
    }

    /// Opens by failures that its rule would have borne.
    pub(super) fn open_under_suspicion(
        &mut self,
        context: Context<'_>,
        failures: u64,
        last: FailureKind,
    ) {
        // Who it was is forgotten with the next closing at the latest.
        let by = self.window.suspicion(self.latest).map(|suspicion| Arc::clone(&suspicion.by));
        self.reopen(context, OpenReason::Suspected { failures, last, error: None });
        // A circuit that is switched off tells nothing.
        if context.policy.enabled {
            let told = self.rare.as_mut().and_then(|rare| rare.news.transitions.last_mut());
            if let Some(told) = told {
                told.by = by;
            }
        }
    }

    /// How the last failure in the window was one.
    fn last_kind(&self) -> FailureKind {
        let last: FailureKinds = self.kinds_of_latest(1);
        let each = last.each().into_iter().find(|&(_, failures)| failures > 0);
        each.map_or(FailureKind::Error, |(kind, _)| kind)
    }

    /// Admits no trial call for this long, which is instead of the rest of the open time; nothing
    /// else. Trial calls under way go on.
    pub(crate) fn hold(&mut self, context: Context<'_>, time: Duration) {
        let longest = context.policy.longest_from_outside().saturating_add(ANSWER);
        let time = time.min(longest);
        let until = self.latest.after(time);
        match &mut self.phase {
            Phase::Open(open) => {
                open.until = until;
                self.tell_hold(context, time, until);
            }
            Phase::HalfOpen(trials) => trials.hold(Span { since: self.latest, until }),
            Phase::Closed | Phase::RampUp(_) | Phase::Forced(_) => {}
        }
    }

    /// Tells of a hold where it makes a difference to what was told last: many small steps are one
    /// long way.
    fn tell_hold(&mut self, context: Context<'_>, time: Duration, until: Time) {
        let told = &mut self.rare.get_or_insert_default().told_open_until;
        let moved = told.since(until).max(until.since(*told));
        if moved >= TOLD && !time.is_zero() {
            *told = until;
            self.announce(context, EventKind::Held { time });
        }
    }

    /// Ends the open time now; whether there was one.
    pub(crate) fn begin_trials(&mut self, context: Context<'_>) -> bool {
        let is_open = matches!(self.phase, Phase::Open(_));
        if is_open {
            self.half_open(context, self.latest);
        }
        is_open
    }

    /// The next opening has this number in the row of openings.
    pub(crate) fn set_reopenings(&mut self, reopenings: u32) {
        self.backoff.set_in_a_row(reopenings);
    }

    /// The trial calls that hold a place, those that succeeded, and those that failed.
    pub(crate) fn trial_counts(&self) -> [u64; 3] {
        match &self.phase {
            Phase::HalfOpen(trials) => trials.counts(),
            _ => [0; 3],
        }
    }

    /// The number in the row that the next opening would have at this time.
    pub(crate) fn reopenings(&self, context: Context<'_>) -> u32 {
        let now = context.now.max(self.latest);
        let present = self.at(context.policy, now);
        match &self.phase {
            _ if present.state != State::Closed => self.backoff.in_a_row(),
            // The end of a forced closed state begins anew.
            Phase::Forced(_) => 0,
            _ => self.backoff.in_a_row_after(now.since(present.since)),
        }
    }
}
