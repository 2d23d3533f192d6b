//! The places of a half-open circuit's trial calls (rule S6).

use core::time::Duration;
use std::collections::{BTreeSet, VecDeque};

use crate::base::time::{Span, Time};
use crate::events::failure::FailureKind;
use crate::machine::trials::call::Trial;
use crate::machine::trials::round::{Decision, Round};
use crate::policy::Settings;

/// How many more trial calls may be in flight, for those that were rejected from within.
const MOST_MORE: u64 = 16;

/// Trial calls that hold a place, in the order of their admission.
#[derive(Debug)]
pub(crate) struct Trials {
    round: Round,
    in_flight: VecDeque<(Trial, Time)>,
    next: Trial,
    /// When one of them last began or ended.
    heard_at: Time,
    /// How long a call may hold its place without a result.
    patience: Duration,
    /// While somebody outside lets no other call be admitted.
    held: Span,
    /// Whether a probe makes the trial calls, one at a time (rule S18).
    by_probe: bool,
    /// Whether it has said nothing in this round.
    is_users: bool,
    /// Places beside those, for calls that trial calls have made elsewhere and wait for.
    more: u64,
    /// Whether there were calls within trial calls.
    is_nested: bool,
    /// Trial calls and calls within them that have not reported yet.
    unreported: u64,
    /// Trial calls that have their result, since there are calls within: whatever else of one
    /// reports is not counted (rule S14). A call that only lost its place still counts, so that
    /// "not in flight" can't tell. As many as there may be results, at most.
    decided: BTreeSet<Trial>,
}

impl Trials {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            round: Round::new(settings),
            in_flight: VecDeque::new(),
            next: Trial(0),
            heard_at: Time::ZERO,
            patience: settings.open_for,
            held: Span::default(),
            by_probe: false,
            is_users: false,
            more: 0,
            is_nested: false,
            unreported: 0,
            decided: BTreeSet::new(),
        }
    }

    /// A probe makes the trial calls if there is one, unless the round is left to users.
    pub(crate) const fn may_be_by_probe(&mut self, has_probe: bool) {
        self.by_probe = has_probe && !self.is_users;
    }

    pub(crate) const fn is_by_probe(&self) -> bool {
        self.by_probe
    }

    /// From now on users' calls are trial calls.
    pub(crate) const fn leave_to_users(&mut self) {
        (self.by_probe, self.is_users) = (false, true);
    }

    /// Admits a trial call if there is a place for it, be it that of a call that was silent for too
    /// long.
    pub(crate) fn admit(&mut self, now: Time) -> Option<Trial> {
        if self.full().until > now {
            return None;
        }
        if let Some(silent) = self.in_the_way() {
            self.in_flight.drain(..=silent);
        }
        self.heard_at = now;
        let trial = self.next;
        self.next = Trial(trial.0 + 1);
        self.in_flight.push_back((trial, now));
        self.unreported += 1;
        Some(trial)
    }

    /// One of them has ended.
    pub(crate) const fn hear(&mut self, now: Time) {
        self.heard_at = now;
    }

    /// When one of them last began or ended.
    pub(crate) const fn heard_at(&self) -> Time {
        self.heard_at
    }

    /// Whether there is no number for another trial call.
    pub(crate) const fn is_used_up(&self) -> bool {
        self.next.0 == Trial::NUMBERS
    }

    /// As if so many had been admitted.
    #[cfg(test)]
    pub(crate) const fn skip_to(&mut self, number: u32) {
        self.next = Trial(number);
    }

    /// The same results of the same round, and nobody in flight.
    pub(crate) const fn begin_anew(&self) -> Self {
        Self {
            in_flight: VecDeque::new(),
            next: Trial(0),
            is_nested: false,
            unreported: 0,
            decided: BTreeSet::new(),
            ..*self
        }
    }

    /// Admits a call within this trial call, if that holds its place or has turned it into a
    /// result.
    pub(crate) fn admit_within(&mut self, trial: Trial) -> bool {
        let is_part = self.place_of(trial).is_some() || self.decided.contains(&trial);
        self.is_nested |= is_part;
        self.unreported += u64::from(is_part);
        is_part
    }

    /// Takes a trial call as decided; false if it was already.
    pub(crate) fn decide(&mut self, trial: Trial) -> bool {
        // Without calls within, the call itself is the only one that reports.
        !self.is_nested || self.decided.insert(trial)
    }

    pub(crate) fn is_decided(&self, trial: Trial) -> bool {
        self.decided.contains(&trial)
    }

    /// One of them, or a call within one, has reported.
    pub(crate) const fn report(&mut self) {
        self.unreported = self.unreported.saturating_sub(1);
    }

    /// The trial calls that were decided, and how many reports are to come, if it matters to those.
    pub(crate) fn into_decided(self) -> Option<(BTreeSet<Trial>, u64)> {
        (self.is_nested && self.unreported > 0).then_some((self.decided, self.unreported))
    }

    /// Since when and until when there is no place, or none that is given away.
    pub(crate) fn full(&self) -> Span {
        let in_the_way = if self.by_probe { Some(0) } else { self.in_the_way() };
        let holder = in_the_way.and_then(|at| self.in_flight.get(at));
        let taken = holder.map_or(Span::default(), |&(_, admitted)| Span {
            since: admitted,
            until: admitted.after(self.patience),
        });
        if self.held.until > taken.until { self.held } else { taken }
    }

    /// Gives no place away in this time, instead of in the one that was said before.
    pub(crate) const fn hold(&mut self, held: Span) {
        self.held = held;
    }

    /// Until when somebody outside lets none be given away.
    pub(crate) const fn held_until(&self) -> Time {
        self.held.until
    }

    /// Trial calls that hold a place, those that succeeded, and those that failed.
    pub(crate) fn counts(&self) -> [u64; 3] {
        [self.in_flight.len() as u64, self.round.succeeded(), self.round.failed()]
    }

    /// Records a success, also of a call that lost its place; what that decides.
    pub(crate) fn succeed(&mut self, trial: Trial) -> Option<Decision> {
        self.give_back(trial);
        self.round.succeed();
        self.round.decision()
    }

    /// Records a failure, also of a call that lost its place; what that decides.
    pub(crate) fn fail(&mut self, trial: Trial, kind: FailureKind) -> Option<Decision> {
        self.give_back(trial);
        self.round.fail(kind);
        self.round.decision()
    }

    /// Records that a call that succeeded has failed after all; what that decides.
    pub(crate) fn fail_after_all(&mut self, kind: FailureKind) -> Option<Decision> {
        self.round.fail_after_all(kind);
        self.round.decision()
    }

    /// Has room for one more in flight in this round, within bounds: a trial call was rejected by
    /// its own circuit, in a call that it made on another thread or in another task. The next one
    /// and what it makes there need a place each.
    pub(crate) fn make_room(&mut self) {
        self.more = (self.more + 1).min(MOST_MORE);
    }

    /// Frees the call's place, unless it was lost.
    pub(crate) fn give_back(&mut self, trial: Trial) {
        if let Some(place) = self.place_of(trial) {
            self.in_flight.remove(place);
        }
    }

    fn place_of(&self, trial: Trial) -> Option<usize> {
        self.in_flight.binary_search_by_key(&trial, |&(held, _)| held).ok()
    }

    /// Goes on by other settings; what the results so far decide under these.
    pub(crate) fn retune(&mut self, settings: &Settings) -> Option<Decision> {
        self.round.retune(settings);
        self.patience = settings.open_for;
        self.round.decision()
    }

    /// The last of the calls in flight that must lose their places before another one is admitted,
    /// if any must.
    fn in_the_way(&self) -> Option<usize> {
        let held = self.in_flight.len() as u64;
        let excess = held.checked_sub(self.round.left() + self.more);
        excess.and_then(|excess| usize::try_from(excess).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    const POLICY: Policy = Policy::new().open_for(Duration::from_nanos(10));

    fn at(nanos: u64) -> Time {
        Time::from_nanos(nanos)
    }

    #[test]
    fn a_silent_call_loses_its_place_after_its_time_and_not_before() {
        let mut trials = Trials::new(&POLICY.settings());
        assert_eq!(trials.admit(at(0)), Some(Trial(0)));
        assert_eq!(trials.admit(at(9)), None);
        assert_eq!(trials.admit(at(10)), Some(Trial(1)));
    }

    #[test]
    fn a_late_success_leaves_no_place_for_one_more_than_are_needed() {
        let mut trials = Trials::new(&POLICY.half_open_calls(2).settings());
        let late = trials.admit(at(0)).expect("free");
        trials.admit(at(0));
        trials.admit(at(10));
        trials.admit(at(11));
        assert_eq!(trials.succeed(late), None);
        assert_eq!(
            trials.full().until,
            at(21),
            "one success and two in flight: both must fall silent"
        );
        assert_eq!(trials.admit(at(20)), None);
        assert_eq!(trials.admit(at(21)), Some(Trial(4)));
    }
}
