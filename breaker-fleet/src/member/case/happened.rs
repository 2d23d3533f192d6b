//! What happened to the circuit here.

use core::time::Duration;

use super::control::{Given, forced};
use super::experience::Experience;
use super::sooner::OwnTime;
use super::success::Success;
use super::{Case, Scene, Stage, openers};
use crate::circuits::Phase;
use crate::member::{LocalEvent, Origin, What};
use crate::wire::Why;

impl Case {
    /// Takes in an event of the circuit.
    pub(in crate::member) fn happened(&mut self, scene: &mut Scene<'_>, event: &LocalEvent) {
        self.news_at = scene.now;
        let (id, origin) = (event.id, event.origin);
        match (&event.what, origin) {
            (What::Opened { first, why }, Origin::Own) => self.opened(scene, *first, why),
            (What::HalfOpened, Origin::Own) => self.half_opened(scene),
            (What::Closed, _) => self.closed(scene),
            (What::Opened { .. }, Origin::Hand) => self.taken_over(scene),
            (What::Forced { to, time, who, note }, _) => {
                self.forced(scene, forced(*to, *time), Given { id, who, note }, origin);
            }
            (What::Released { who, note }, _) => {
                self.released(scene, Given { id, who, note }, origin);
            }
            (What::ForceEnded, _) => self.is_free(scene),
            (What::Opened { .. } | What::HalfOpened, _) => {}
        }
        self.plan_wake(scene.now);
    }

    /// By its own evidence: told within a second or never.
    pub(super) fn opened(&mut self, scene: &mut Scene<'_>, first: bool, why: &Why) {
        self.by_hand = false;
        self.forget_success(scene);
        if matches!(self.stage, Stage::Recovering) {
            self.precedence.go_last(scene.now);
        }
        (self.trial, self.began_in) = (0, 0);
        self.success = Success::default();
        let known = self.open_until.filter(|end| scene.live && *end > scene.now);
        let held = self.holds_lease();
        if held {
            self.turn.is_used();
        }
        let tells = known.is_none() || first && openers::tells(scene.members, scene.chance);
        if first {
            self.opens_in_outage(scene);
        }
        if held || tells {
            scene.tell_opening(held, first, self.origin(scene, || why.clone()));
        }
        self.opened_at = Some(scene.now);
        self.opening = Some(scene.facts.opened);
        if !held && !tells {
            self.told = self.opening;
        }
        self.own_time.begin(scene.now, own_rest(scene), !scene.live);
        self.rejected = scene.facts.rejected;
        self.rejected_before = self.rejected;
        self.experience = Experience::default();
        self.begin_patience();
        self.supersede_ask();
        self.limit = None;
        match known {
            Some(end) if !held && !tells => self.wait_for_open_time(scene, end),
            _ => self.wait_as_it_would(scene),
        }
    }

    /// Waits until the circuit's own deadline, until others say more.
    pub(super) fn wait_as_it_would(&mut self, scene: &mut Scene<'_>) {
        let end = scene.now + own_rest(scene);
        self.wait_out(scene, end);
        self.wait(scene, end, true);
    }

    /// A call found the open time over: a trial without the lease, claimed at once.
    fn half_opened(&mut self, scene: &mut Scene<'_>) {
        if !matches!(&self.stage, Stage::Tries(round) if round.has_lease()) {
            self.trial = 0;
        }
        match &self.stage {
            _ if self.by_hand => {}
            Stage::Recovers { .. } => self.stage = Stage::Recovering,
            Stage::Recovering => {}
            Stage::Granted { .. } => self.try_with_lease(scene),
            Stage::Tries(round) if round.has_lease() => {}
            Stage::Calm | Stage::Waits(_) | Stage::Tries(_) => {
                self.try_without_lease(scene);
                self.begin_patience();
                self.claim(scene);
            }
        }
    }

    /// Its trials succeeded.
    fn closed(&mut self, scene: &mut Scene<'_>) {
        let recovered = matches!(self.stage, Stage::Recovers { .. } | Stage::Recovering);
        self.unsaid = !recovered && !self.by_hand;
        let round = if self.trial == 0 { self.began_in } else { self.trial };
        self.success = Success::of(if self.unsaid { round } else { 0 }, scene.now);
        self.supersede_ask();
        if self.ask.is_none() {
            self.say_closed(scene);
        }
        self.calm(scene);
    }

    /// Tells of the success, once it is as clear as it will be which round the trials began in.
    pub(super) fn say_closed(&mut self, scene: &mut Scene<'_>) {
        if !core::mem::take(&mut self.unsaid) {
            return;
        }
        if self.trial != 0 {
            self.tell_success(scene, self.trial);
        }
        if self.trial != self.round {
            // A lease would be of a later round, and its holder needs none any more.
            scene.give_back(false);
        }
    }

    /// The circuit opens before its last success was told: that says nothing any more, and the
    /// lease that it waited for is of no use.
    fn forget_success(&mut self, scene: &mut Scene<'_>) {
        if core::mem::take(&mut self.unsaid) {
            scene.give_back(false);
        }
    }

    /// Closed: nothing is left but suspicion.
    pub(super) fn calm(&mut self, scene: &mut Scene<'_>) {
        self.stage = Stage::Calm;
        self.opened_at = None;
        self.opening = None;
        self.told = None;
        self.own_time = OwnTime::default();
        self.begin_patience();
        self.precedence.close();
        self.by_hand = false;
        self.origin = None;
        self.suspect(scene);
    }

    /// Somebody here reset it: no success, but no trouble either.
    pub(super) fn let_be(&mut self, scene: &mut Scene<'_>) {
        self.return_lease(scene);
        self.forced = None;
        self.calm(scene);
    }

    /// Somebody here opened or forced it: it tells nothing, and what the fleet does is not for it.
    pub(super) fn taken_over(&mut self, scene: &mut Scene<'_>) {
        self.return_lease(scene);
        self.stage = Stage::Calm;
        self.by_hand = true;
    }

    fn return_lease(&mut self, scene: &mut Scene<'_>) {
        if self.may_hold_lease() {
            scene.give_back(false);
        }
        self.supersede_ask();
    }

    /// Whether the lease is this member's.
    pub(in crate::member) fn has_lease(&self) -> bool {
        match &self.stage {
            Stage::Granted { .. } => true,
            Stage::Tries(round) => round.has_lease(),
            _ => false,
        }
    }

    /// Whether the lease is this member's, or will be if it is granted.
    pub(super) fn holds_lease(&self) -> bool {
        let asked = self.ask.is_some_and(|ask| !ask.superseded);
        self.has_lease() || asked && matches!(self.stage, Stage::Tries(_))
    }

    /// Whether the engine may believe so, now or soon.
    pub(in crate::member) fn may_hold_lease(&self) -> bool {
        self.holds_lease() || self.ask.is_some()
    }

    /// What is told now comes after the request that is under way.
    fn supersede_ask(&mut self) {
        if let Some(ask) = &mut self.ask {
            ask.superseded = true;
        }
    }
}

/// What is left of the circuit's own open time, while nobody has held it.
pub(super) const fn own_rest(scene: &Scene<'_>) -> Duration {
    match scene.facts.phase {
        Phase::Open { rest } => rest,
        _ => Duration::ZERO,
    }
}
