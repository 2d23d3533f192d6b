//! What is remembered of one circuit.

use std::sync::Arc;

use breaker_runtime::{Policy, State};

use super::began::Began;
use super::counts::Counts;
use super::facts::{About, Facts, Slow};
use super::lives::{Aged, End, Lives};
use super::over::Over;
use super::reading::Reading;
use super::said::Said;
use super::series::{self, Series, Window};

mod past;

/// Ticks of a second that are remembered, and steps of ten seconds.
pub(crate) const FINE: u64 = 15 * 60;
pub(crate) const COARSE_TICKS: u64 = 6 * 60 * 60;
pub(crate) const STEP: u64 = 10;
/// For so many milliseconds keys are looked at that are plainly closed again.
const FOLLOWED: i64 = 60_000;

/// A circuit over time.
#[derive(Debug)]
pub(crate) struct Track {
    pub(crate) about: Arc<About>,
    /// All calls so far, at the last tick.
    pub(crate) totals: Counts,
    /// Those of the last tick.
    pub(crate) last: Counts,
    /// The window at the last tick.
    pub(crate) window: Window,
    /// The last tick that saw it, and how old the circuit was then.
    pub(crate) seen: u64,
    aged: Aged,
    /// The first tick of those up to that of which each call is known.
    followed_from: u64,
    fine: Series,
    /// Before it there are steps of ten seconds alone.
    fine_from: u64,
    coarse: Series,
    /// Since the last step of ten seconds.
    gathered: Counts,
    lives: Lives,
    pub(crate) facts: Over<Facts>,
}

impl Track {
    /// All calls of a circuit that is new since the last tick are this tick's: among them are those
    /// that opened it. Those of an older one are of nobody knows when.
    pub(crate) fn new(about: Arc<About>, tick: u64, reading: &Reading, is_new: bool) -> Self {
        // The sums over keys may be older than what stands for all.
        let is_new = is_new && reading.keys.is_none();
        Self {
            about,
            totals: if is_new { Counts::default() } else { reading.calls },
            last: Counts::default(),
            window: reading.window,
            seen: 0,
            aged: Aged::default(),
            followed_from: if is_new { tick } else { tick + 1 },
            fine: Series::new(FINE),
            fine_from: 0,
            coarse: Series::new(COARSE_TICKS / STEP),
            gathered: Counts::default(),
            lives: Lives::default(),
            facts: Over::new(),
        }
    }

    /// Takes in what was read at this tick, of a circuit that may be new since the last one.
    /// `began` is asked when an outage begins. Whether it has forgotten what errors said.
    pub(crate) fn take(
        &mut self,
        tick: u64,
        now: i64,
        reading: &Reading,
        is_new: bool,
        began: impl FnOnce(&About) -> Option<Began>,
    ) -> bool {
        let is_another = self.is_another(now, reading);
        self.last = self.calls_of(tick, reading, is_another, is_new);
        (self.totals, self.window) = (reading.calls, reading.window);
        (self.seen, self.aged) = (tick, Aged::at(now, reading.age));
        self.fine.push(tick, self.last, self.window);
        self.gathered.add(self.last);
        let before = self.present().filter(|_| !is_another);
        let mut facts = Facts::of(before, &self.about, now, reading, self.last, began);
        facts.followed_from = Some(self.followed_from);
        let forgets = self.keeps_errors() && !reading.policy.settings().last_error;
        if forgets {
            self.forget_errors();
        }
        self.facts.note(tick, facts);
        forgets
    }

    /// The calls that are this tick's.
    fn calls_of(&mut self, tick: u64, reading: &Reading, is_another: bool, is_new: bool) -> Counts {
        let comes_back = self.comes_back_at(tick);
        if comes_back || is_another {
            self.lives.end(End { tick, totals: self.totals, gathered: self.gathered });
        }
        if comes_back {
            let is_known = is_another && is_new;
            self.followed_from = if is_known { tick } else { tick + 1 };
            return if is_known { reading.calls } else { Counts::default() };
        }
        if is_another { reading.calls } else { reading.calls.without(self.totals) }
    }

    /// Whether it is a key that has another circuit now, all of whose calls are new.
    fn is_another(&self, now: i64, reading: &Reading) -> bool {
        let is_key = self.about.whole.is_some() && self.present().is_some();
        let has_counted_less = || reading.calls.went_back_from(&self.totals);
        is_key && (has_counted_less() || self.aged.is_over(now, reading.age))
    }

    /// Whether it is a key that was not looked at meanwhile.
    fn comes_back_at(&self, tick: u64) -> bool {
        self.about.whole.is_some() && self.present().is_some() && self.seen + 1 < tick
    }

    /// Whether it is a key that is to be looked at, be it plainly closed: it is not, or was not a
    /// minute ago. So it is known which share of its calls a minute of trouble was.
    pub(super) fn is_to_be_followed(&self, tick: u64, now: i64) -> bool {
        let is_recent =
            |facts: &Facts| facts.state != State::Closed || now - facts.since < FOLLOWED;
        self.about.whole.is_some() && self.seen == tick && self.present().is_some_and(is_recent)
    }

    pub(super) fn keeps_errors(&self) -> bool {
        self.present().is_some_and(|facts| facts.slow.policy.settings().last_error)
    }

    /// Forgets what errors said, as the circuit does whom nobody asks to keep it any more: in the
    /// past, too, where why an outage began is one text with that.
    fn forget_errors(&mut self) {
        for facts in self.facts.values_mut() {
            facts.last = facts.last.as_ref().map(|(kind, _)| (*kind, None));
            facts.slow = Arc::new(Slow { why: None, ..Slow::clone(&facts.slow) });
        }
    }

    /// The same of one that is not read: from this tick on it has another policy.
    pub(super) fn forget_errors_under(&mut self, policy: Policy, tick: u64) {
        self.forget_errors();
        if let Some(facts) = self.present().cloned() {
            let slow = Arc::new(Slow { policy, ..Slow::clone(&facts.slow) });
            self.facts.note(tick, Facts { slow, ..facts });
        }
    }

    /// The key is plainly closed again, and looked at no more.
    pub(crate) fn leave(&mut self, tick: u64, now: i64) {
        (self.last, self.window) = (Counts::default(), (0, 0));
        if let Some(facts) = self.present().filter(|facts| facts.followed_from.is_some()) {
            let is_closed = facts.state == State::Closed;
            let closed = Facts {
                state: State::Closed,
                since: if is_closed { facts.since } else { now },
                followed_from: None,
                outage_since: None,
                retry_at: None,
                held: false,
                outside: None,
                within: None,
                ..facts.clone()
            };
            self.facts.note(tick, closed);
        }
    }

    /// At the end of a step of ten seconds, and to forget what is too old.
    pub(crate) fn end_of_step(&mut self, tick: u64) {
        self.coarse.push(tick / STEP, core::mem::take(&mut self.gathered), self.window);
        self.fine.forget(tick);
        self.coarse.forget(tick / STEP);
        // Of facts that are out of the fine reach, one of each ten seconds is kept.
        self.facts.thin_out(tick.saturating_sub(FINE), STEP);
        self.facts.forget_before(tick.saturating_sub(COARSE_TICKS));
        self.lives.forget_before(tick.saturating_sub(COARSE_TICKS));
    }

    /// Forgets what was before this tick; what held then goes on to hold.
    pub(crate) fn forget_before(&mut self, tick: u64) {
        self.facts.forget_before(tick);
        self.lives.forget_before(tick);
        self.coarse.forget_before(tick / STEP);
        self.fine.forget_before(tick);
    }

    /// Of facts before this tick that differ in details, forgets all but one of each ten seconds.
    pub(super) fn thin_before(&mut self, tick: u64) {
        self.facts.thin_details(tick, STEP, |before, after| after.is_detail_after(before));
    }

    /// Of calls before this tick, forgets in which second of ten they were.
    pub(super) fn blur_before(&mut self, tick: u64) {
        self.fine_from = self.fine_from.max(tick);
        self.fine.forget_before(self.fine_from);
    }

    /// Facts that others have said, too, are kept once.
    pub(super) fn share(&mut self, said: &mut Said) {
        if let Some(facts) = self.facts.present_mut() {
            said.share(&mut facts.slow);
        }
    }

    /// What it was at this tick, if it was known then.
    pub(crate) fn at(&self, tick: u64) -> Option<&Facts> {
        self.facts.at(tick)
    }

    /// What it is.
    pub(crate) fn present(&self) -> Option<&Facts> {
        self.facts.present()
    }

    /// The bytes that it takes however little of the past is remembered.
    pub(super) fn standing(&self) -> usize {
        let facts = self.present().map_or(0, |facts| size_of::<(u64, Facts)>() + facts.bytes());
        self.of_itself() + facts + 2 * series::LEAST
    }

    /// The bytes that this takes.
    pub(crate) fn bytes(&self) -> usize {
        let of_facts = self.facts.iter().map(|(_, facts)| facts.bytes()).sum::<usize>();
        self.of_itself()
            + of_facts
            + self.fine.bytes()
            + self.coarse.bytes()
            + self.facts.bytes()
            + self.lives.bytes()
    }

    /// The bytes of its place, and of what never changes.
    fn of_itself(&self) -> usize {
        let key = self.about.key().map_or(0, |key| key.len() + 16);
        size_of::<Self>() + size_of::<About>() + 16 + key
    }
}
