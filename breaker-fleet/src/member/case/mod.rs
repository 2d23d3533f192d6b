//! One circuit in trouble: what a member has heard of it, and what it is about to do.
//!
//! A case begins with an opening, here or elsewhere, and is forgotten once nothing is left of it. A
//! circuit without trouble has none.

mod answer;
mod ask;
mod compare;
mod control;
mod experience;
mod flight;
mod grace;
mod happened;
mod heard;
mod held;
mod hold;
mod known;
mod lease;
mod look;
mod openers;
mod orders;
mod origin;
mod patience;
mod precedence;
mod recovery;
mod round;
mod scene;
mod sooner;
mod success;
mod suspicion;

use core::time::Duration;

use ask::Wait;
use control::Forced;
use experience::Experience;
pub use known::Known;
use known::Notes;
use orders::Orders;
use origin::Origin;
use patience::{Patience, Turn};
use precedence::Precedence;
use round::Round;
pub(super) use scene::Scene;
use sooner::OwnTime;
use success::Success;
use suspicion::Suspicions;

use crate::circuits::{Opening, Phase};
use crate::wire::{Part, Text, Version, View};

/// A case without news is kept so long: messages are that late at most.
const KEEP: Duration = Duration::from_secs(10);

/// Of so many zones at most something is remembered: more are nobody's.
const MOST_PARTS: usize = 64;

/// One circuit in trouble.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    /// When something is to be done.
    pub(super) wake: Option<Duration>,
    /// The last version of each record that was taken in.
    seen: Vec<(Part, Version)>,
    /// What people are shown.
    notes: Notes,
    suspicions: Suspicions,
    /// What the circuit's own calls say of them.
    experience: Experience,
    stage: Stage,
    /// How the zone's outage began, if one is known.
    origin: Option<Origin>,
    /// When the circuit opened last; `None`: it has closed since.
    opened_at: Option<Duration>,
    /// Which opening that was: what is done to the circuit is meant for it.
    opening: Option<Opening>,
    /// The last opening that was told, by this member or one before it.
    told: Option<Opening>,
    /// The round of the zone that was heard of last; 0: none.
    round: Version,
    /// The round in which this circuit's own trials began, whatever round others are in by now; 0:
    /// its name is not known yet.
    trial: Version,
    /// The round that was known of last when they began, even if that was long ago; 0: none.
    began_in: Version,
    /// What came of them, as long as the engine doesn't know.
    success: Success,
    /// When the zone's open time ends, while the record waits.
    open_until: Option<Duration>,
    /// Who made the last change, as people are shown.
    by: Text,
    /// Who tries.
    turn: Turn,
    /// The present round's open time holds no further than this circuit's longest would.
    limit: Option<Duration>,
    /// How long it would be open without others.
    own_time: OwnTime,
    /// How long it lets others try.
    patience: Patience,
    /// How many of them go first.
    precedence: Precedence,
    /// How many members are open, as the record was heard to say last.
    open: u32,
    /// The lease was asked for, and there is no answer yet.
    ask: Option<Ask>,
    /// How many calls had been rejected when the circuit opened,
    rejected_before: u64,
    /// and those that are no reason to ask any more.
    rejected: u64,
    /// The circuit closed, but the round's name is still under way.
    unsaid: bool,
    /// Somebody opened or forced it by hand: it is none of the fleet's.
    by_hand: bool,
    /// Who forced it, if it is known to be forced.
    forced: Option<Forced>,
    /// What people ordered.
    orders: Orders,
    /// When there was news last.
    news_at: Duration,
}

/// A request for the lease that is under way.
#[derive(Clone, Copy, Debug)]
struct Ask {
    /// What has happened since was told after it: its answer has nothing more to say.
    superseded: bool,
}

/// What a member is about to do.
#[derive(Clone, Debug, Default)]
enum Stage {
    /// Nothing.
    #[default]
    Calm,
    /// Wait for a deadline.
    Waits(Wait),
    /// Begin, with the lease.
    Granted { begin: Duration },
    /// See a round of trials through.
    Tries(Round),
    /// Begin, because a trial succeeded elsewhere.
    Recovers { at: Duration },
    /// Let its own trial calls decide.
    Recovering,
}

impl Case {
    /// The time has come.
    pub(super) fn tick(&mut self, scene: &mut Scene<'_>) {
        self.tell_order_anew(scene);
        match &self.stage {
            Stage::Calm | Stage::Recovering => {
                self.compare(scene);
                self.look_at_suspicions(scene);
            }
            Stage::Waits(_) => self.tick_wait(scene),
            Stage::Granted { begin } if *begin <= scene.now => self.begin(scene),
            Stage::Recovers { at } if *at <= scene.now => self.recover(scene),
            Stage::Tries(_) => self.watch(scene),
            _ => {}
        }
        self.plan_wake(scene.now);
    }

    /// Everything that was seen belongs to a connection that is gone, or to an engine that has
    /// forgotten it.
    pub(super) fn forget_seen(&mut self) {
        self.seen.clear();
        self.open_until = None;
        self.doubt_order();
    }

    /// The connection is gone: nothing that is under way will be answered.
    pub(super) fn disconnected(&mut self) {
        self.ask = None;
        self.orders.disconnect();
        self.unsaid = false;
        self.success.is_unanswered();
    }

    /// Whether nothing is left of it.
    pub(super) fn is_over(&self, now: Duration) -> bool {
        let idle = matches!(self.stage, Stage::Calm) && self.ask.is_none();
        idle && !self.is_kept()
            && !self.success.is_untold()
            && self.orders.are_over(now)
            && self.suspicions.are_over(now)
            && now.saturating_sub(self.news_at) > KEEP
    }

    /// Whether something of it is to be kept for the next outage.
    pub(super) fn is_remembered(&self, now: Duration) -> bool {
        self.precedence.is_remembered(now)
    }

    /// Whether the circuit isn't closed under its own rules, as far as is known.
    const fn is_kept(&self) -> bool {
        self.by_hand || self.forced.is_some() || self.opened_at.is_some()
    }

    /// Whether the view says something new, which is then seen.
    pub(super) fn sees(&mut self, scene: &Scene<'_>, view: &View) -> bool {
        let new = self.sees_version(&view.subject.part, view.version);
        if new {
            self.note(scene, view);
        }
        new
    }

    fn sees_version(&mut self, part: &Part, version: Version) -> bool {
        let Some((_, seen)) = self.seen.iter_mut().find(|(of, _)| of == part) else {
            if self.seen.len() >= MOST_PARTS {
                self.seen.remove(0);
            }
            self.seen.push((part.clone(), version));
            return true;
        };
        let new = *seen < version;
        *seen = version.max(*seen);
        new
    }

    /// Whether nothing later was seen of it.
    fn is_present(&self, view: &View) -> bool {
        let mut seen = self.seen.iter();
        !seen.any(|(part, seen)| *part == view.subject.part && *seen > view.version)
    }

    /// Sets when [`tick`](Self::tick) has something to do.
    pub(super) fn plan_wake(&mut self, now: Duration) {
        let wake = match &self.stage {
            // Nothing is to be done but to see whether it is still there: a key may have gone.
            Stage::Calm | Stage::Recovering if self.is_kept() => Some(now + KEEP),
            Stage::Calm | Stage::Recovering => self.suspicions.look_at(now),
            Stage::Waits(wait) => Some(wait.wake(now)),
            Stage::Granted { begin } => Some(*begin),
            Stage::Tries(round) => Some(round.look_at),
            Stage::Recovers { at } => Some(*at),
        };
        self.wake = [wake, self.orders.due(now)].into_iter().flatten().min();
    }
}

/// Whether a circuit waits or tries: neither closed nor forced.
const fn is_troubled(phase: Phase) -> bool {
    matches!(phase, Phase::Open { .. } | Phase::HalfOpen(_))
}
