//! One circuit at one tick: what documents and patches are made from.

use std::sync::Arc;

use breaker_runtime::{Rule as RuntimeRule, State};

use crate::document::{
    Circuit, Effect, Forced, Keys, LastFailure, Location, RampUp, Rates, RejectedWithin, Rule,
    Shared, Spark, Suspected, WorstKey,
};
use crate::record::Record;
use crate::record::counts::Counts;
use crate::record::facts::{About, Facts};
use crate::record::nearness::{Nearest, near};
use crate::record::series::Window;
use crate::record::standing::{Standing, state};
use crate::record::told;
use crate::record::track::Track;
use crate::view::ways::{self, Way, rounded};
use crate::view::{counts, order};

/// A circuit at one tick. Times are in milliseconds since recording began.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) about: Arc<About>,
    pub(crate) facts: Facts,
    pub(crate) totals: Counts,
    pub(crate) window: Window,
    /// Calls of the step that ends with the tick, if each is known.
    pub(crate) step: Option<Counts>,
    /// Of the last 60 s, and in an outage that is younger, of that; as far as each is known.
    pub(crate) minute: Counts,
    pub(crate) ways: Vec<Way>,
    /// How it stands to its calls at the tick; also in a dry run, in which it rejects none.
    pub(crate) standing: Standing,
    pub(crate) of_keys: OfKeys,
}

/// What a function has of its keys that are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OfKeys {
    /// The rank of the first of them.
    pub(crate) first: Option<u64>,
    /// The circuit of the one that is worst off.
    pub(crate) worst: Option<u32>,
}

/// What is shown now, worst first.
pub(crate) fn live(record: &Record) -> Vec<Line> {
    let seen = record.tracks().filter(|track| track.seen == record.tick);
    let shown = seen.filter(|track| track.present().is_some_and(|facts| is_shown(track, facts)));
    order::worst(shown.filter_map(|track| present(record, track)))
}

/// A key that is plainly closed is in no list, though its calls may be known.
pub(crate) fn is_shown(track: &Track, facts: &Facts) -> bool {
    track.about.whole.is_none() || facts.state != State::Closed
}

/// A circuit as it was when it was last seen.
pub(crate) fn present(record: &Record, track: &Track) -> Option<Line> {
    let facts = track.present()?;
    Some(Line {
        about: Arc::clone(&track.about),
        facts: facts.clone(),
        totals: track.totals,
        window: track.window,
        step: track.last_known(record.tick),
        minute: of_minute(track, facts, record.tick, 1),
        ways: ways::at_present(record, facts),
        standing: facts.standing(record.now),
        of_keys: OfKeys::default(),
    })
}

/// Calls of the last minute up to this step.
pub(crate) fn of_minute(track: &Track, facts: &Facts, at: u64, seconds: u64) -> Counts {
    Counts::sum(&track.steps(seconds, minute(facts, at, seconds), at))
}

/// The first step of the last 60 s, and in an outage that is younger, of that: what came before it
/// would be said to pass. The step in which it began had both, and counts if there is no other.
/// Where calls were not followed for so long, the first step of those that were.
pub(crate) fn minute(facts: &Facts, at: u64, seconds: u64) -> u64 {
    let first = (at + 1).saturating_sub(60 / seconds);
    let began = facts.outage_began().and_then(|began| u64::try_from(began).ok());
    let after = began.map_or(0, |began| began.div_ceil(1000) / seconds + 1);
    let known = facts.followed_from.map_or(at + 1, |from| from.div_ceil(seconds));
    first.max(after.min(at)).max(known)
}

impl Line {
    pub(crate) fn troubled_keys(&self) -> u64 {
        self.facts.keys.as_ref().map_or(0, |keys| keys.troubled())
    }

    pub(crate) fn near(&self) -> f64 {
        rounded(near(self.rule_of_window(), self.window))
    }

    fn nearest_key(&self) -> Option<&Nearest> {
        self.facts.keys.as_ref()?.nearest.as_ref()
    }

    /// Of a function that of its nearest key, which may have one of its own.
    fn rule_of_window(&self) -> RuntimeRule {
        let own = self.nearest_key().and_then(|nearest| nearest.rule);
        own.unwrap_or_else(|| self.facts.slow.policy.settings().rule)
    }

    pub(crate) fn rule(&self) -> Rule {
        let (failures, calls) = self.window;
        let is_share = matches!(self.rule_of_window(), RuntimeRule::Share { .. });
        let nearest = self.nearest_key();
        Rule {
            text: told::rule(self.facts.slow.policy.settings().rule),
            failures,
            calls: is_share.then_some(calls),
            near: self.near(),
            key: nearest.map(|nearest| nearest.key.to_string()),
            key_text: nearest.and_then(|nearest| nearest.rule).map(told::rule),
        }
    }

    pub(crate) fn ramp_up(&self, now: i64) -> Option<RampUp> {
        let ends = self.facts.ramp_up_ends()?;
        Some(RampUp { rest_ms: since(ends, now), share: rounded(self.facts.passing_share(now)) })
    }

    pub(crate) fn rejected_share(&self) -> Option<f64> {
        self.share(self.minute.rejected())
    }

    pub(crate) fn would_be_rejected_share(&self) -> Option<f64> {
        self.share(self.minute.would_be_rejected()).filter(|_| self.is_dry())
    }

    #[expect(clippy::cast_precision_loss, reason = "a share to three digits")]
    fn share(&self, calls: u64) -> Option<f64> {
        let asked = self.minute.asked();
        (asked > 0).then(|| rounded(calls as f64 / asked as f64))
    }

    /// For how long each call has been known, up to this tick; `None` of a key that is not
    /// followed.
    pub(crate) fn followed_for(&self, now: i64) -> Option<u64> {
        let second = i64::try_from(self.facts.followed_from?).ok()?.saturating_sub(1);
        Some(since(now, second.saturating_mul(1000)))
    }

    pub(crate) fn rates(&self, seconds: u64) -> Option<Rates> {
        self.step.map(|step| step.rates(seconds))
    }

    pub(crate) fn last_failure(&self, now: i64) -> Option<LastFailure> {
        let (kind, text) = self.facts.last.as_ref()?;
        let ago_ms = since(now, self.facts.failed_at?);
        let text = text.as_ref().map(ToString::to_string);
        Some(LastFailure { ago_ms, kind: (*kind).to_owned(), text })
    }

    pub(crate) fn rejected_within(&self, now: i64) -> Option<RejectedWithin> {
        let within = self.facts.within.as_ref()?;
        Some(RejectedWithin {
            calls: within.calls,
            rate: within.in_step,
            ago_ms: since(now, within.at),
            by: within.by.name.to_owned(),
            key: within.by.key.as_ref().map(ToString::to_string),
            answered: within.answered,
        })
    }

    pub(crate) fn forced(&self, now: i64) -> Option<Forced> {
        let forced = self.facts.slow.forced.as_ref()?;
        let text = |text: &Option<Arc<str>>| text.as_ref().map(ToString::to_string);
        let rest_ms = forced.until.map(|end| since(end, now));
        Some(Forced { rest_ms, who: text(&forced.who), why: text(&forced.why) })
    }

    pub(crate) fn suspected(&self, now: i64) -> Option<Suspected> {
        let suspected = self.facts.outside.as_ref()?.suspected.as_ref()?;
        Some(Suspected { rest_ms: since(suspected.until, now), by: suspected.by.to_string() })
    }

    pub(crate) fn shared(&self, now: i64) -> Option<Shared> {
        let shared = self.facts.outside.as_ref()?.shared.as_ref()?;
        let about = &shared.about;
        let text = |text: &Option<Arc<str>>| text.as_ref().map(ToString::to_string);
        Some(Shared {
            phase: about.phase,
            by: text(&about.by),
            by_self: about.by_self,
            rest_ms: shared.until.map(|end| since(end, now)),
            opened_by: text(&about.opened_by),
            opened_here: about.opened_here,
            why: text(&about.why),
            suspected_ms: shared.suspected_until.map(|end| since(end, now)),
            openings: about.openings,
            openers: about.openers,
            members: about.members,
            is_estimate: about.is_estimate,
        })
    }

    pub(crate) fn keys(&self) -> Option<Keys> {
        let keys = self.facts.keys.as_ref()?;
        let worst = Some(keys.worst()).filter(|effect| *effect != Effect::Closed);
        let worst = worst.map(|effect| WorstKey { effect, circuit: self.of_keys.worst });
        let in_state = counts::states(keys.in_state.map(u64::from));
        Some(Keys { count: keys.all(), in_state, down: keys.down.into(), worst })
    }

    pub(crate) fn location(&self) -> Option<Location> {
        self.about.location.map(|(file, line)| Location { file: file.to_owned(), line })
    }

    /// The whole circuit at this moment.
    pub(crate) fn circuit(&self, now: i64, rates: Option<Rates>, spark: Spark) -> Circuit {
        let facts = &self.facts;
        Circuit {
            id: self.about.id,
            name: self.about.name.to_owned(),
            key: self.about.key().map(str::to_owned),
            whole: self.about.whole,
            state: state(facts.state),
            dry_run: self.is_dry(),
            in_state_for_ms: since(now, facts.since),
            outage_for_ms: facts.outage_began().map(|began| since(now, began)),
            retry_after_ms: facts.retry_at.map(|end| since(end, now)),
            held: facts.held,
            ramp_up: self.ramp_up(now),
            waits: self.waits(),
            rank: self.rank(),
            rule: self.rule(),
            calls: self.totals.into(),
            rates,
            followed_for_ms: self.followed_for(now),
            rejected_share: self.rejected_share(),
            would_be_rejected_share: self.would_be_rejected_share(),
            opened: facts.opened,
            why: facts.slow.why.as_ref().map(ToString::to_string),
            last_failure: self.last_failure(now),
            rejected_within: self.rejected_within(now),
            instead: ways::instead(&self.ways),
            ways: ways::instead_of(&self.ways),
            location: self.location(),
            forced: self.forced(now),
            suspected: self.suspected(now),
            fleet: self.shared(now),
            keys: self.keys(),
            spark,
        }
    }
}

pub(crate) fn since(later: i64, earlier: i64) -> u64 {
    u64::try_from(later.saturating_sub(earlier)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
