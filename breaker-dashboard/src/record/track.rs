//! What is remembered of one circuit.

use std::sync::Arc;

use breaker_runtime::{Policy, State};

use super::counts::Counts;
use super::facts::{About, Facts, Slow};
use super::outside::Outside;
use super::over::Over;
use super::reading::Reading;
use super::series::{Series, Window};

/// Ticks of a second that are remembered, and steps of ten seconds.
pub(crate) const FINE: u64 = 15 * 60;
pub(crate) const COARSE_TICKS: u64 = 6 * 60 * 60;
pub(crate) const STEP: u64 = 10;

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
    /// The last tick that saw it.
    pub(crate) seen: u64,
    pub(crate) fine: Series,
    pub(crate) coarse: Series,
    /// Since the last step of ten seconds.
    gathered: Counts,
    pub(crate) facts: Over<Facts>,
}

impl Track {
    pub(crate) fn new(about: Arc<About>, reading: &Reading) -> Self {
        Self {
            about,
            totals: reading.calls,
            last: Counts::default(),
            window: reading.window,
            seen: 0,
            fine: Series::new(FINE),
            coarse: Series::new(COARSE_TICKS / STEP),
            gathered: Counts::default(),
            facts: Over::new(),
        }
    }

    /// Takes in what was read at this tick. `why` is asked when an outage begins. Whether it has
    /// forgotten what errors said.
    pub(crate) fn take(
        &mut self,
        tick: u64,
        now: i64,
        reading: &Reading,
        why: impl FnOnce(&About) -> Option<String>,
    ) -> bool {
        // One that came back was not looked at meanwhile.
        let is_back = self.seen + 1 < tick && self.about.whole.is_some();
        self.last =
            if is_back { Counts::default() } else { Counts::between(self.totals, reading.calls) };
        (self.totals, self.seen) = (reading.calls, tick);
        self.window = reading.window;
        self.fine.push(tick, self.last, self.window);
        self.gathered.add(self.last);
        let facts = self.facts_of(now, reading, why);
        let forgets = self.keeps_errors() && !reading.policy.settings().last_error;
        if forgets {
            self.forget_errors();
        }
        self.facts.note(tick, facts);
        forgets
    }

    pub(super) fn keeps_errors(&self) -> bool {
        self.present().is_some_and(|facts| facts.slow.policy.settings().last_error)
    }

    /// Forgets what errors said, as the circuit does whom nobody asks to keep it any more: in the
    /// past, too, where why an outage began is one text with that.
    fn forget_errors(&mut self) {
        for facts in self.facts.values_mut() {
            let last = facts.slow.last.as_ref().map(|(kind, _)| (*kind, None));
            facts.slow = Arc::new(Slow { why: None, last, ..Slow::clone(&facts.slow) });
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
        if let Some(facts) = self.present().filter(|facts| facts.state != State::Closed) {
            let closed = Facts {
                state: State::Closed,
                since: now,
                outage_since: None,
                retry_at: None,
                outside: None,
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
        self.forget_before(tick.saturating_sub(COARSE_TICKS));
    }

    /// Forgets what was before this tick; what held then goes on to hold.
    pub(crate) fn forget_before(&mut self, tick: u64) {
        self.facts.forget_before(tick);
        self.coarse.forget_before(tick / STEP);
        self.fine.forget_before(tick);
    }

    /// What it was at this tick, if it was known then.
    pub(crate) fn at(&self, tick: u64) -> Option<&Facts> {
        self.facts.at(tick)
    }

    /// What it is.
    pub(crate) fn present(&self) -> Option<&Facts> {
        self.facts.present()
    }

    /// The bytes that this takes; texts are counted with whom they came first.
    pub(crate) fn bytes(&self) -> usize {
        let mut texts = 0;
        let mut before: Option<(&Arc<Slow>, Option<&Arc<Outside>>)> = None;
        for (_, facts) in self.facts.iter() {
            let outside = facts.outside.as_ref();
            if before.is_none_or(|(before, _)| !Arc::ptr_eq(before, &facts.slow)) {
                texts += facts.slow.bytes();
            }
            let kept = before.and_then(|(_, before)| before);
            if let Some(outside) =
                outside.filter(|it| kept.is_none_or(|kept| !Arc::ptr_eq(kept, it)))
            {
                texts += outside.bytes();
            }
            before = Some((&facts.slow, outside));
        }
        let key = self.about.key().map_or(0, str::len);
        size_of::<Self>()
            + size_of::<About>()
            + key
            + texts
            + self.fine.bytes()
            + self.coarse.bytes()
            + self.facts.bytes()
    }

    pub(crate) fn facts_of(
        &self,
        now: i64,
        reading: &Reading,
        why: impl FnOnce(&About) -> Option<String>,
    ) -> Facts {
        Facts::of(self.present(), &self.about, now, reading, why)
    }
}
