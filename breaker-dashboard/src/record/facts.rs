//! What is known of a circuit: what never changes, and what it is at a tick but for its calls.

use std::sync::Arc;

use breaker_runtime::{Forced, Policy, State};

use super::began::Began;
use super::counts::Counts;
use super::keys::Keys;
use super::moments::{millis, settle, settle_shown};
use super::outside::Outside;
use super::reading::{Reading, Who};
use super::ways::{self, Way};
use super::within::{Number, Within};

/// What never changes.
#[derive(Debug)]
pub(crate) struct About {
    pub(crate) id: u32,
    pub(crate) who: Who,
    pub(crate) whole: Option<u32>,
    pub(crate) name: &'static str,
    pub(crate) location: Option<(&'static str, u32)>,
}

impl About {
    pub(crate) fn key(&self) -> Option<&str> {
        self.who.key().map(|key| &**key)
    }
}

/// All but calls. Times are in milliseconds since recording began.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    pub(crate) state: State,
    pub(crate) since: i64,
    pub(crate) outage_since: Option<i64>,
    pub(crate) retry_at: Option<i64>,
    /// It is half-open, and lets others outside of its process try first.
    pub(crate) held: bool,
    pub(crate) failed_at: Option<i64>,
    pub(crate) opened: u64,
    /// The first tick of those up to now of which each call is known; none of a key that is not
    /// looked at.
    pub(crate) followed_from: Option<u64>,
    pub(crate) keys: Option<Box<Keys>>,
    /// How the last call that failed did so, and what its error said.
    pub(crate) last: Option<(&'static str, Option<Arc<str>>)>,
    pub(crate) slow: Arc<Slow>,
    pub(crate) outside: Option<Arc<Outside>>,
    /// Its calls that a circuit further in has rejected.
    pub(crate) within: Option<Arc<Within>>,
}

/// What rarely changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slow {
    pub(crate) policy: Policy,
    pub(crate) why: Option<Arc<str>>,
    /// The order that its outage is all of, if nothing has failed in that.
    pub(crate) order: Option<Force>,
    /// Since when its outage rejects calls, if it began in a dry run that is switched off.
    pub(crate) rejects_since: Option<i64>,
    pub(crate) instead: Vec<Way>,
    pub(crate) forced: Option<Force>,
}

/// Until when a state is forced, if it ends by itself, by whom and why.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Force {
    pub(crate) until: Option<i64>,
    pub(crate) who: Option<Arc<str>>,
    pub(crate) why: Option<Arc<str>>,
}

impl Facts {
    /// What is known at this time, after what was known `before` and the calls of this tick.
    /// `began` is asked when an outage begins, when the circuit opens in it again, and when
    /// somebody forces it open in it.
    pub(crate) fn of(
        before: Option<&Self>,
        about: &About,
        now: i64,
        reading: &Reading,
        in_step: Counts,
        began: impl FnOnce(&About) -> Option<Began>,
    ) -> Self {
        let ago = |time: std::time::Duration| now - millis(time);
        let outage_since =
            settle_shown(before.and_then(|b| b.outage_since), reading.outage_for.map(ago));
        let last = reading.last_failure.as_ref().map(|(_, kind, text)| (*kind, text.clone()));
        let slow = Slow::of(before, outage_since, now, reading, || began(about));
        let kept = before.filter(|b| *b.slow == slow).map(|b| Arc::clone(&b.slow));
        Self {
            state: reading.state,
            since: settle_shown(
                before.filter(|b| b.state == reading.state).map(|b| b.since),
                Some(ago(reading.in_state_for)),
            )
            .unwrap_or(now),
            outage_since,
            retry_at: settle(
                before.and_then(|b| b.retry_at),
                reading.retry_after.map(|rest| now + millis(rest)),
            ),
            held: reading.held,
            failed_at: settle(
                before.and_then(|b| b.failed_at),
                reading.last_failure.as_ref().map(|(time, ..)| ago(*time)),
            ),
            opened: reading.opened,
            followed_from: None,
            keys: reading.keys.clone(),
            last,
            slow: kept.unwrap_or_else(|| Arc::new(slow)),
            outside: Outside::of(
                before.and_then(|b| b.outside.as_ref()),
                now,
                reading.suspected.as_ref(),
                reading.shared.as_ref(),
            ),
            within: Within::of(
                before.and_then(|b| b.within.as_ref()),
                now,
                Number { calls: reading.rejected_within, ignored: in_step.ignored() },
                reading.within.as_ref(),
            ),
        }
    }

    /// Since when what is in this outage now, after this, rejects calls, if not from its beginning.
    fn rejects_since(&self, outage: Option<i64>, is_dry: bool, now: i64) -> Option<i64> {
        let is_same =
            outage.is_some() && settle_shown(self.outage_since, outage) == self.outage_since;
        let since = if self.is_dry() { Some(now) } else { self.slow.rejects_since };
        since.filter(|_| is_same && !is_dry)
    }

    /// The same of facts that were read alone, after those that are remembered.
    pub(crate) fn follow(&mut self, before: &Self, now: i64) {
        let since = before.rejects_since(self.outage_since, self.is_dry(), now);
        if since.is_some() {
            self.slow = Arc::new(Slow { rejects_since: since, ..Slow::clone(&self.slow) });
        }
    }

    /// The same of how many calls of the tick were rejected further in.
    pub(crate) fn within_at_the_tick(&mut self, of_tick: Option<&Self>) {
        let of_tick = of_tick.and_then(|facts| facts.within.as_ref());
        let in_step = of_tick.map_or(0, |within| within.in_step);
        if let Some(within) = self.within.take_if(|within| within.in_step != in_step) {
            self.within = Some(Arc::new(Within { in_step, ..Within::clone(&within) }));
        }
    }

    /// Whether this differs in nothing but details from what was `before`: which call failed last,
    /// when the next trial is, how many keys are in which state.
    pub(super) fn is_detail_after(&self, before: &Self) -> bool {
        let told = |facts: &Self| {
            let Self { state, since, outage_since, opened, followed_from, .. } = *facts;
            (state, facts.shown(), since, outage_since, opened, followed_from)
        };
        let same_slow = Arc::ptr_eq(&self.slow, &before.slow) || self.slow == before.slow;
        told(self) == told(before) && same_slow && self.outside == before.outside
    }

    /// The bytes that it leads to, of which each who shares them counts a part.
    pub(super) fn bytes(&self) -> usize {
        let said = self.last.as_ref().and_then(|(_, said)| said.as_ref());
        let said = said.map_or(0, |said| shared(said, said.len()));
        let outside = self.outside.as_ref().map_or(0, |it| shared(it, it.bytes()));
        let keys = self.keys.as_deref().map_or(0, Keys::bytes);
        let within = self.within.as_ref().map_or(0, |it| shared(it, it.bytes()));
        said + keys + shared(&self.slow, self.slow.bytes()) + outside + within
    }
}

/// Beside the bytes there are both counters.
fn shared<T: ?Sized>(what: &Arc<T>, bytes: usize) -> usize {
    (bytes + 16).div_ceil(Arc::strong_count(what))
}

impl Force {
    /// One that has ended, or will.
    pub(super) fn that_was(forced: Option<&Forced>) -> Self {
        let (who, why) = forced.map(|it| (it.who.clone(), it.why.clone())).unwrap_or_default();
        Self { until: None, who, why }
    }

    fn bytes(&self) -> usize {
        text(self.who.as_ref()) + text(self.why.as_ref())
    }

    /// By whom and why, whenever it ends.
    fn said(&self) -> (Option<Arc<str>>, Option<Arc<str>>) {
        (self.who.clone(), self.why.clone())
    }

    fn of(forced: &Forced, now: i64, before: Option<&Facts>) -> Self {
        let before = before.and_then(|b| b.slow.forced.as_ref()?.until);
        let until = settle(before, forced.rest.map(|rest| now.saturating_add(millis(rest))));
        Self { until, who: forced.who.clone(), why: forced.why.clone() }
    }
}

impl Slow {
    /// That of a circuit which has been in an outage since then, if it is in one.
    fn of(
        before: Option<&Facts>,
        outage_since: Option<i64>,
        now: i64,
        reading: &Reading,
        began: impl FnOnce() -> Option<Began>,
    ) -> Self {
        let forced = reading.forced.as_ref().map(|forced| Force::of(forced, now, before));
        let is_same_order = |b: &Facts| {
            let said = |force: &Option<Force>| force.as_ref().map(Force::said);
            b.state == State::ForcedOpen && said(&b.slow.forced) == said(&forced)
        };
        // Under other settings the circuit may say less of why: what errors said is forgotten.
        let same_outage = before.filter(|b| {
            b.outage_since == outage_since
                && b.opened == reading.opened
                && b.slow.policy == reading.policy
                && (reading.state != State::ForcedOpen || is_same_order(b))
        });
        let (why, order) = match (outage_since, same_outage) {
            (None, _) => (None, None),
            (_, Some(b)) => (b.slow.why.clone(), b.slow.order.clone()),
            _ => {
                let Began { why, order } = began().unwrap_or_default();
                (why.map(Arc::from), order)
            }
        };
        let (policy, instead) = (reading.policy, reading.instead.clone());
        let is_dry = policy.settings().dry_run;
        let rejects_since = before.and_then(|b| b.rejects_since(outage_since, is_dry, now));
        Self { policy, why, order, rejects_since, instead, forced }
    }

    pub(super) fn bytes(&self) -> usize {
        let orders = self.order.iter().chain(&self.forced).map(Force::bytes).sum::<usize>();
        size_of::<Self>() + text(self.why.as_ref()) + orders + ways::bytes(&self.instead)
    }
}

fn text(text: Option<&Arc<str>>) -> usize {
    text.map_or(0, |text| text.len() + 16)
}
