//! A window beside which the run of failures is followed: that of a circuit which others may
//! suspect (the guide's chapter "Writing a fleet").
//!
//! A circuit has it from when somebody outside first asks. Nobody else pays for it: the window of
//! every other circuit is told of failures as ever, and its successes are counted as ever.

use core::mem;
use core::time::Duration;

use super::trust::{Suspicion, Trust};
use super::{Exceeded, FailureWindow, InWindow, Kept, Moment, Successes};
use crate::base::time::Time;
use crate::policy::Rule;

#[derive(Debug)]
pub(super) struct Followed {
    /// The one that the rule looks at.
    window: FailureWindow,
    trust: Trust,
}

impl Followed {
    #[cold]
    #[inline(never)]
    pub(super) fn fail(&mut self, at: Moment) -> Option<Exceeded> {
        self.trust.fail(at);
        // The rule goes first: its reason says more.
        let exceeded = self.window.fail(at);
        exceeded.or_else(|| self.exceeds_trust(at).map(|failures| Exceeded::Trust { failures }))
    }

    pub(super) const fn failures(&self) -> u64 {
        self.trust.failures()
    }

    pub(super) fn take_back(&mut self, at: Moment, failures: u64) -> bool {
        let one_less = self.window.take_back(at, failures);
        self.trust.take_back(at.successes, failures, one_less);
        one_less
    }

    fn exceeds_trust(&self, at: Moment) -> Option<u64> {
        self.trust.exceeded_by(at, self.window.rule)
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
        let suspicion = self.trust.suspicion(at.now);
        let suspicion = suspicion.filter(|_| self.trust.failures_in_row(at) > 0);
        let until = suspicion.map_or(Time::ZERO, |suspicion| suspicion.until);
        self.window.untroubled_from(at, worth).max(until)
    }

    /// Everything is as new, and whoever was suspicious has to say so again. Only what is ordinary
    /// is so still.
    pub(super) fn clear(&mut self, now: Time) {
        self.window.clear(now);
        self.trust.clear(now);
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
    fn with(self, trust: Trust) -> Self {
        let (rule, needs) = (self.rule, self.needs.max(Successes::Counted));
        Self { rule, needs, kept: Kept::Followed(Box::new(Followed { window: self, trust })) }
    }

    /// The window itself, and what is beside it.
    fn taken_apart(self) -> (Self, Option<Trust>) {
        match self.kept {
            Kept::Followed(followed) => (followed.window, Some(followed.trust)),
            _ => (self, None),
        }
    }

    /// Whether the run of failures is followed beside it.
    pub(crate) fn follows_runs(&self) -> bool {
        self.followed().is_some()
    }

    /// Follows the run of failures from this moment on.
    pub(crate) fn follow_runs(&mut self, at: Moment) {
        if !self.follows_runs() {
            let trust = Trust::from(at, self.failures_in_runs());
            *self = self.take().with(trust);
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
        let (mut window, trust) = self.take().taken_apart();
        let goes_on = window.retune(rule, at);
        *self = window.with(trust.unwrap_or_else(|| Trust::from(at, 0)));
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
            followed.trust.count_from(successes);
        }
    }

    /// Who suspects the circuit at this time, and until when.
    pub(crate) fn suspicion(&self, now: Time) -> Option<&Suspicion> {
        self.followed()?.trust.suspicion(now)
    }

    /// Takes this suspicion beside the one that lasts at this time.
    pub(crate) fn suspect(&mut self, now: Time, suspicion: Suspicion) {
        if let Some(followed) = self.followed_mut() {
            followed.trust.suspect(now, suspicion);
        }
    }

    /// Ends it.
    pub(crate) fn trust(&mut self) {
        if let Some(followed) = self.followed_mut() {
            followed.trust.believe();
        }
    }

    /// Forgets how often calls fail by themselves.
    pub(crate) fn forget_ordinary(&mut self, now: Time) {
        if let Some(followed) = self.followed_mut() {
            followed.trust.forget_ordinary(now);
        }
    }

    /// Calls are not counted from this moment on, or are again: the time between says nothing of
    /// how many there are.
    pub(crate) fn count_calls(&mut self, at: Moment, are_counted: bool) {
        match self.followed_mut() {
            Some(followed) if are_counted => followed.trust.go_on_from(at.now),
            Some(followed) => followed.trust.settle(at),
            None => {}
        }
    }

    /// Whether the failures in a row are too many for a circuit that is suspected.
    pub(crate) fn exceeds_trust(&self, at: Moment) -> Option<u64> {
        self.followed()?.exceeds_trust(at)
    }
}
