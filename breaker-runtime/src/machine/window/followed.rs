//! A window beside which the run of failures is followed: that of a circuit which others may
//! suspect (the guide's chapter "Writing a fleet").
//!
//! A circuit has it from when somebody outside first asks. Nobody else pays for it: the window of
//! every other circuit is told of failures as ever, and its successes are counted as ever.

use core::mem;
use core::time::Duration;
use std::sync::Arc;

use super::consecutive::Consecutive;
use super::{Exceeded, FailureWindow, InWindow, Kept, Moment, Successes};
use crate::base::time::Time;
use crate::policy::Rule;

/// So many failures in a row open a circuit that is suspected.
const FAILURES: u64 = 2;

#[derive(Debug)]
pub(super) struct Followed {
    /// The one that the rule looks at.
    window: FailureWindow,
    run: Consecutive,
    suspicion: Option<Suspicion>,
}

/// Until when somebody suspects a circuit, and who that is.
#[derive(Clone, Debug)]
pub(crate) struct Suspicion {
    pub(crate) until: Time,
    pub(crate) by: Arc<str>,
}

impl Suspicion {
    fn lasts(&self, now: Time) -> bool {
        now < self.until
    }
}

impl Followed {
    #[cold]
    #[inline(never)]
    pub(super) fn fail(&mut self, at: Moment) -> Option<Exceeded> {
        self.run.fail(at);
        // The rule goes first: its reason says more.
        let exceeded = self.window.fail(at);
        exceeded.or_else(|| self.exceeds_trust(at).map(|failures| Exceeded::Trust { failures }))
    }

    fn exceeds_trust(&self, at: Moment) -> Option<u64> {
        let failures = self.failures_in_row(at);
        (failures >= FAILURES && self.suspicion(at.now).is_some()).then_some(failures)
    }

    pub(super) fn advance(&mut self, at: Moment) {
        self.window.advance(at);
    }

    pub(super) fn stale_at(&self) -> Time {
        self.window.stale_at()
    }

    pub(super) fn held(&self, at: Moment) -> InWindow {
        self.window.held(at)
    }

    /// A suspicion alone is nothing to remember, or whoever suspects many keys would keep all
    /// places taken: it is what makes a failure matter for longer.
    pub(super) fn untroubled_from(&self, at: Moment, worth: Duration) -> Time {
        let suspicion = self.suspicion(at.now).filter(|_| self.failures_in_row(at) > 0);
        let until = suspicion.map_or(Time::ZERO, |suspicion| suspicion.until);
        self.window.untroubled_from(at, worth).max(until)
    }

    /// Everything is as new, and whoever was suspicious has to say so again.
    pub(super) fn clear(&mut self, now: Time) {
        self.window.clear(now);
        self.run.clear();
        self.suspicion = None;
    }

    fn failures_in_row(&self, at: Moment) -> u64 {
        self.run.held(at.successes).failures
    }

    fn suspicion(&self, now: Time) -> Option<&Suspicion> {
        self.suspicion.as_ref().filter(|suspicion| suspicion.lasts(now))
    }
}

impl FailureWindow {
    fn followed(&self) -> Option<&Followed> {
        match &self.kept {
            Kept::Followed(window) => Some(window),
            _ => None,
        }
    }

    fn followed_mut(&mut self) -> Option<&mut Followed> {
        match &mut self.kept {
            Kept::Followed(window) => Some(window),
            _ => None,
        }
    }

    /// A run is followed beside this one: a success breaks it, so their number is needed.
    fn with_run(self, run: Consecutive, suspicion: Option<Suspicion>) -> Self {
        let (rule, needs) = (self.rule, self.needs.max(Successes::Counted));
        Self {
            rule,
            needs,
            kept: Kept::Followed(Box::new(Followed { window: self, run, suspicion })),
        }
    }

    /// The window itself, and what is beside it.
    fn taken_apart(self) -> (Self, Consecutive, Option<Suspicion>) {
        match self.kept {
            Kept::Followed(followed) => (followed.window, followed.run, followed.suspicion),
            _ => (self, Consecutive::new(), None),
        }
    }

    /// Whether the run of failures is followed beside it.
    pub(crate) fn follows_runs(&self) -> bool {
        self.followed().is_some()
    }

    /// Follows the run of failures from now on.
    pub(crate) fn follow_runs(&mut self) {
        if !self.follows_runs() {
            *self = self.take().with_run(Consecutive::new(), None);
        }
    }

    /// Follows it no more.
    pub(crate) fn forget_runs(&mut self) {
        *self = self.take().taken_apart().0;
    }

    fn take(&mut self) -> Self {
        mem::replace(self, Self::new(self.rule))
    }

    /// The run goes on by any rule: it looks at the same. What it has seen of successes is of
    /// before, where these are counted anew: see [`count_from`](Self::count_from).
    pub(super) fn retune_followed(&mut self, rule: Rule, at: Moment) -> bool {
        let (mut window, run, suspicion) = self.take().taken_apart();
        let goes_on = window.retune(rule, at);
        *self = window.with_run(run, suspicion);
        goes_on
    }

    /// When the one beside a run must be told the time, if there is one.
    #[cold]
    #[inline(never)]
    pub(super) fn stale_beside_run(&self) -> Time {
        self.followed().map_or(Time::NEVER, Followed::stale_at)
    }

    /// Successes are counted from here on: so many of them are of before.
    pub(crate) fn count_from(&mut self, successes: u64) {
        if let Some(followed) = self.followed_mut() {
            followed.run.count_from(successes);
        }
    }

    /// Who suspects the circuit at this time, and until when.
    pub(crate) fn suspicion(&self, now: Time) -> Option<&Suspicion> {
        self.followed()?.suspicion(now)
    }

    /// Takes this suspicion instead of one that ends earlier.
    pub(crate) fn suspect(&mut self, suspicion: Suspicion) {
        let Some(followed) = self.followed_mut() else { return };
        let is_longer = |own: &Suspicion| own.until < suspicion.until;
        if followed.suspicion.as_ref().is_none_or(is_longer) {
            followed.suspicion = Some(suspicion);
        }
    }

    /// Ends it.
    pub(crate) fn trust(&mut self) {
        if let Some(followed) = self.followed_mut() {
            followed.suspicion = None;
        }
    }

    /// Whether the failures in a row are too many for a circuit that is suspected.
    pub(crate) fn exceeds_trust(&self, at: Moment) -> Option<u64> {
        self.followed()?.exceeds_trust(at)
    }
}
